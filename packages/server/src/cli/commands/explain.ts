/** `poolhouse explain <request-id>`: one paragraph about a request that failed. */
import { ApiFailure } from "../../core/failures.ts";
import { callOperation } from "../../operations/call.ts";
import { readArguments } from "../arguments.ts";
import { type Command, CommandFailure } from "../command.ts";
import { withData } from "../open-data.ts";
import { printable } from "../terminal.ts";

const help = `poolhouse explain <request-id> [flags]

Says why a request failed: what was asked, what was found, what to change.
The request id stands in the answer: request_id, or on a page below the words.
Works beside a running server.

Kept for a week are refusals of /oauth2/authorize, /oauth2/token,
/oauth2/revoke, /logout and the pages. The JSON API and /oauth2/userInfo say
in their answers why they refuse.

  --data <folder>  The data folder of the server [POOLHOUSE_DATA],
                   if it is not in POOLHOUSE_DATABASE_URL
  --json           Print JSON`;

export const explainCommand: Command = {
  help: () => help,
  async run(args, { environment, print }) {
    const given = readArguments(args, {
      command: "poolhouse explain",
      switches: ["json"],
      values: ["data"],
      words: ["request id"],
    });
    const [requestId = ""] = given.words;
    const explanation = await withData(given.value("data"), environment, ({ world }) =>
      callOperation(world, "ExplainRequest", { RequestId: requestId }).catch((error: unknown) => {
        throw error instanceof ApiFailure ? unknownRequest(requestId, error) : error;
      }),
    );
    const { Explanation } = explanation;
    print(given.has("json") ? JSON.stringify(Explanation) : printable(Explanation.Paragraph));
    return 0;
  },
};

function unknownRequest(requestId: string, cause: ApiFailure): CommandFailure {
  return new CommandFailure(
    `Nothing is known about the request ${requestId}.`,
    "Kept for a week, by the server they came to, are refusals of /oauth2/authorize, /oauth2/token, /oauth2/revoke, /logout and the pages.",
    "Copy the whole request id from the answer, and name that server's folder with --data; the JSON API and userInfo say in the answer why.",
    { cause },
  );
}

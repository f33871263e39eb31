import { readPage } from "../../core/paging.ts";
import { describePasskey } from "../../core/passkeys/describe.ts";
import type { Passkey } from "../../core/passkeys/passkey.ts";
import { mostPasskeys } from "../../core/passkeys/passkey-rules.ts";
import type { Handler } from "../handler.ts";

/** Oldest first; zero means the most there can be, as in the other lists. */
export const ListWebAuthnCredentials: Handler<"ListWebAuthnCredentials"> = async (input, context) => {
  const { caller, fail } = context;
  const { poolId, sub } = caller.user;
  const passkeys = await context.store.read.passkeys.listOfUser(poolId, sub);
  const { rows, nextToken } = await readPage(
    context,
    {
      list: ["ListWebAuthnCredentials", poolId, sub],
      limit: input.MaxResults || mostPasskeys,
      token: input.NextToken,
    },
    async ({ limit, after = "" }) => passkeys.filter((passkey) => keyOf(passkey) > after).slice(0, limit),
    keyOf,
    fail,
  );
  return {
    Credentials: rows.map(describePasskey),
    NextToken: nextToken,
  };
};

/** In the order of the list, and still a place in it when its passkey is gone. */
function keyOf({ createdAt, credentialId }: Passkey): string {
  return `${String(createdAt).padStart(15, "0")} ${credentialId}`;
}

/** What a handler in a local module leaves behind when it fails where nobody listens: the server of everybody goes on. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, expect, test } from "vitest";
import { buildCli, freshFolder, quickstartOf, startCli } from "./support/cli.ts";
import { expectFailure } from "./support/people.ts";
import { arnOf } from "./support/trigger-pool.ts";

beforeAll(buildCli);

const PreAuthentication = arnOf("careless");

const careless = `
const later = () => new Promise((resolve) => setTimeout(resolve, 1));
// As HTTP libraries throw: with the whole request beside the words.
const lose = async (words) => { await later(); throw Object.assign(new Error(words), { config: { data: "the-lost-request" } }); };
export const handler = async (event) => {
  const { way } = event.request.validationData;
  if (way === "a forgotten promise") lose("lost");
  if (way === "a timer") setTimeout(() => { throw new Error("ticked off"); }, 1);
  if (way === "a forgotten promise") return event;
  if (way === "something without words") throw Object.create(null);
  return new Promise(() => {});
};
`;

test("a failure that nobody caught is the run's that began it, and the server goes on", async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "careless.mjs"), careless);
  const file = join(folder, "triggers.json");
  writeFileSync(file, JSON.stringify({ [PreAuthentication]: { module: "./careless.mjs" } }));
  const server = await startCli(["--dev", "--data", folder, "--triggers", file]);
  const { region, userPoolId: UserPoolId, clients, user, ...credentials } = quickstartOf(folder);
  const admin = new CognitoIdentityProviderClient({ endpoint: server.url, region, credentials });
  await admin.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig: { PreAuthentication } }));
  const attempt = (way: string) =>
    admin.send(
      new InitiateAuthCommand({
        ClientId: clients.spa.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
        ClientMetadata: { way },
      }),
    );

  expect((await attempt("a forgotten promise")).AuthenticationResult).toBeDefined();
  const denied = (words: string) => `PreAuthentication failed with error ${words}.`;
  await expectFailure(attempt("a timer"), "UserLambdaValidationException", denied("ticked off"));
  const wordless = denied("The function failed without a message");
  await expectFailure(attempt("something without words"), "UserLambdaValidationException", wordless);
  expect((await attempt("a forgotten promise")).AuthenticationResult).toBeDefined();
  expect(await server.stop()).toBe(0);
  const said = server.stdout() + server.stderr();
  expect(said).toMatch(/a handler left a failure behind[\s\S]*lost/);
  expect(said).not.toContain("the-lost-request");
  admin.destroy();
});

/** People of another house, whom only the UserMigration trigger knows. */
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastCode, lettersTo } from "./support/inbox.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, passwordClient, signIn } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import { forget, nextPassword, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, outcomes, times } from "./support/sign-up.ts";
import { startTriggerHost, type TriggerEvent, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const email = "old@example.com";
const verified = { email, email_verified: "true" };

/** A pool whose trigger knows everybody, and says this of them. */
async function stage(answer: object, settings: Parameters<typeof poolWithTriggers>[3] = {}) {
  const UserMigration = ({ request, response }: TriggerEvent) => {
    const isKnown = request.password === null || request.password === password;
    if (!isKnown) throw new Error("Bad password");
    Object.assign(response, answer);
  };
  const pool = await poolWithTriggers(server, host, { UserMigration }, settings);
  const ClientId = await passwordClient(server, pool.poolId);
  const find = (Username: string) =>
    server.admin.send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username }));
  return { pool, ClientId, find };
}

test("twenty sign-ins at once make one person, and all of them are in", async () => {
  const { ClientId, find } = await stage({ userAttributes: verified });
  const calls = times(20, () => signIn(server, ClientId, "ada"));
  expect(await outcomes(calls)).toEqual({ ok: 20 });
  expect((await find("ada")).UserStatus).toBe("CONFIRMED");
});

test("keep their password, verified addresses included, and get no message with it", async () => {
  const { pool, ClientId, find } = await stage({ userAttributes: { ...verified, name: "Ada" } });
  await signIn(server, ClientId, "ada");
  const { UserAttributes } = await find("ada");
  expect(UserAttributes).toEqual(expect.arrayContaining(attributeList({ ...verified, name: "Ada" })));
  expect(await lettersTo(server, email)).toEqual([]);
  await signIn(server, ClientId, "ada");
  expect(pool.events("UserMigration")).toHaveLength(1);
});

test("who are to choose another password cannot sign in before they do", async () => {
  const { ClientId } = await stage({ userAttributes: verified, finalUserStatus: "RESET_REQUIRED" });
  await expectFailure(signIn(server, ClientId, "ada"), "PasswordResetRequiredException");
  await forget(server, ClientId, "ada");
  await recover(server, ClientId, "ada", await lastCode(server, email));
  await signIn(server, ClientId, "ada", nextPassword);
});

test("who have forgotten their password are taken over without one", async () => {
  const { pool, ClientId } = await stage({ userAttributes: verified });
  expect((await forget(server, ClientId, "ada")).CodeDeliveryDetails?.Destination).toBe("o***@e***");
  expect(pool.events("UserMigration")[0]?.triggerSource).toBe("UserMigration_ForgotPassword");
  await expectFailure(signIn(server, ClientId, "ada"), "NotAuthorizedException");
  await recover(server, ClientId, "ada", await lastCode(server, email));
  await signIn(server, ClientId, "ada", nextPassword);
});

test("who come by an alias are called what the trigger says", async () => {
  const userAttributes = { ...verified, username: "ada" };
  const { ClientId, find } = await stage({ userAttributes }, { AliasAttributes: ["email"] });
  await signIn(server, ClientId, email);
  expect((await find(email)).Username).toBe("ada");
});

test("AC-12: do not take another's alias, unless the trigger moves it", async () => {
  const settings = { AliasAttributes: ["email" as const] };
  const { pool, ClientId, find } = await stage({ userAttributes: verified }, settings);
  await createPerson(server, pool.poolId, "holder", verified);
  await expectFailure(signIn(server, ClientId, "ada"), "UserNotFoundException", "User does not exist.");
  expect((await find(email)).Username).toBe("holder");
  pool.set("UserMigration", ({ response }) => {
    response.userAttributes = verified;
    response.forceAliasCreation = true;
  });
  await signIn(server, ClientId, "ada");
  expect((await find(email)).Username).toBe("ada");
});

test.each([
  ["attributes the pool does not have", { "custom:shoe": "43" }],
  ["an address that is none", { email: "old@example.com, all@example.com" }],
  ["a sub of its own", { sub: "11111111-1111-4111-8111-111111111111" }],
])("with %s are not taken over", async (_what, userAttributes) => {
  const { ClientId, find } = await stage({ userAttributes });
  await expectFailure(
    signIn(server, ClientId, "ada"),
    "InvalidLambdaResponseException",
    "Unrecognizable lambda output",
  );
  await expectFailure(find("ada"), "UserNotFoundException");
});

test.each(["LEGACY", "ENABLED"] as const)(
  "AC-02, AC-03: are guessed at no faster than anybody else (%s)",
  async (hiding) => {
    const { pool, ClientId } = await stage({ userAttributes: verified });
    const client = { UserPoolId: pool.poolId, ClientId, PreventUserExistenceErrors: hiding };
    await server.admin.send(
      new UpdateUserPoolClientCommand({ ...client, ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
    );
    const wrong =
      hiding === "ENABLED"
        ? "Incorrect username or password."
        : "UserMigration failed with error Bad password.";
    const answers = await Promise.all(times(20, () => told(signIn(server, ClientId, "ada", "Wrong-pool-9"))));
    expect(answers.filter((answer) => answer === wrong)).toHaveLength(5);
    expect(answers.filter((answer) => answer === "Password attempts exceeded")).toHaveLength(15);
    expect(pool.events("UserMigration")).toHaveLength(5);
    expect(await told(signIn(server, ClientId, "ada"))).toBe("Password attempts exceeded");
    expect(pool.events("UserMigration")).toHaveLength(5);
    server.advance(2);
    await signIn(server, ClientId, "ada");
  },
);

test("whoever the pool knows by now is not asked about again", async () => {
  const { pool, ClientId } = await stage({ userAttributes: verified });
  await createPerson(server, pool.poolId, "own", { email: "own@example.com" });
  const change = { UserPoolId: pool.poolId, Username: "own", UserAttributes: attributeList({ name: "x" }) };
  await server.admin.send(new AdminUpdateUserAttributesCommand(change));
  await expectFailure(signIn(server, ClientId, "own", "Wrong-pool-9"), "NotAuthorizedException");
  expect(pool.events("UserMigration")).toEqual([]);
});

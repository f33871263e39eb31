/**
 * TK-19: an account that is locked while a sign-in is on its way gets no token by it, whatever the way. Refreshing goes on:
 * otherwise anybody could sign people out by guessing passwords. The code's story is in token-code.test.ts, the device's
 * in devices-sign-in.test.ts, the browser's in sessions-sso.test.ts.
 */
import {
  type ChallengeNameType,
  GetTokensFromRefreshTokenCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "./support/browser.ts";
import {
  authorizePath,
  browserOf,
  invite as inviteHosted,
  setStage,
  temporaryPassword,
} from "./support/hosted.ts";
import { byTotp, personWithTotp, setMfa } from "./support/mfa.ts";
import { lockOut } from "./support/mishaps.ts";
import { refresh as refreshByForm } from "./support/oauth.ts";
import { askedForNewPassword, initiate, invite } from "./support/password-flow.ts";
import { expectFailure, passwordClient, refresh, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { createSrpClient } from "./support/srp-client.ts";
import { totp } from "./support/totp.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers, riddle } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;
let UserPoolId: string;
let ClientId: string;

const everyFlow = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
] as const;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows: [...everyFlow] });
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const exceeded = "Password attempts exceeded";

type Answer = Readonly<Record<string, string>>;

function respond(
  client: string,
  ChallengeName: ChallengeNameType,
  { Session }: Pick<InitiateAuthCommandOutput, "Session">,
  ChallengeResponses: Answer,
) {
  const responses = { ...ChallengeResponses };
  return server.admin.send(
    new RespondToAuthChallengeCommand({
      ClientId: client,
      ChallengeName,
      Session,
      ChallengeResponses: responses,
    }),
  );
}

/** The right answer, first while the account is locked and then when the lock is over. */
async function expectHeldUp(name: string, client: string, answer: () => ReturnType<typeof respond>) {
  await lockOut(server, { clientId: client, clientSecret: "" }, { username: name, password, sub: "" });
  await expectFailure(answer(), "NotAuthorizedException", exceeded);
  server.advance(1);
  expect((await answer()).AuthenticationResult?.AccessToken).toBeDefined();
}

describe("TK-19: a sign-in that is on its way is held up by a lock", () => {
  test("with the proof of a password by SRP", async () => {
    await createPerson(server, UserPoolId, "ada");
    const srp = createSrpClient();
    const begun = await initiate(server, ClientId, { USERNAME: "ada", SRP_A: srp.start() }, "USER_SRP_AUTH");
    const claim = srp.answer(begun.ChallengeParameters, password, UserPoolId, server.clock.now());
    const answer = { USERNAME: "ada", ...claim };
    await expectHeldUp("ada", ClientId, () => respond(ClientId, "PASSWORD_VERIFIER", {}, answer));
  });

  test("with a new password instead of the temporary one, which is not changed either", async () => {
    await invite(server, UserPoolId, "bea");
    const Session = await askedForNewPassword(server, ClientId, "bea");
    const answer = { USERNAME: "bea", NEW_PASSWORD: "Another-Horse-8" };
    await expectHeldUp("bea", ClientId, () =>
      respond(ClientId, "NEW_PASSWORD_REQUIRED", { Session }, answer),
    );
  });

  test("with a code of an authenticator app", async () => {
    const pool = await createPool(server);
    await setMfa(server, pool, byTotp);
    const client = await passwordClient(server, pool);
    const secret = await personWithTotp({ server, UserPoolId: pool, ClientId: client }, "cleo");
    const begun = await initiate(server, client, { USERNAME: "cleo", PASSWORD: password });
    const answer = { USERNAME: "cleo", SOFTWARE_TOKEN_MFA_CODE: totp(secret, server.clock.now()) };
    await expectHeldUp("cleo", client, () => respond(client, "SOFTWARE_TOKEN_MFA", begun, answer));
  });

  test("with the answer to a custom challenge", async () => {
    const { poolId } = await poolWithTriggers(server, host, riddle);
    const client = await passwordClient(server, poolId, { ExplicitAuthFlows: [...everyFlow] });
    await createPerson(server, poolId, "dora");
    const begin = () => initiate(server, client, { USERNAME: "dora" }, "CUSTOM_AUTH");
    const answer = { USERNAME: "dora", ANSWER: "7" };
    const begun = await begin();
    await lockOut(server, { clientId: client, clientSecret: "" }, { username: "dora", password, sub: "" });
    const refused = respond(client, "CUSTOM_CHALLENGE", begun, answer);
    await expectFailure(refused, "NotAuthorizedException", exceeded);
    server.advance(1);
    const { AuthenticationResult } = await respond(client, "CUSTOM_CHALLENGE", await begin(), answer);
    expect(AuthenticationResult).toBeDefined();
  });

  test("with a new password on the hosted pages", async () => {
    const stage = await setStage(server, { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    await inviteHosted(stage, "emma", { email: "emma@example.com" });
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    const page = await browser.submit(login, { username: "emma", password: temporaryPassword });
    await lockOut(server, stage.client, { username: "emma", password, sub: "" });
    const chosen = { newPassword: "Another-Horse-8", confirmPassword: "Another-Horse-8" };
    const refused = await browser.submit(page, chosen);
    expect(refused.location).toBeUndefined();
    expect(textOf(refused.html)).toContain("Too many attempts. Wait a while");
    server.advance(1);
    expect((await browser.submit(refused, chosen)).location).toContain("code=");
  });
});

test("TK-19: whoever is signed in stays so: a refresh goes on while the account is locked", async () => {
  const fay = await createPerson(server, UserPoolId, "fay");
  const { RefreshToken } = await signIn(server, ClientId, "fay");
  await lockOut(server, { clientId: ClientId, clientSecret: "" }, fay);
  expect((await refresh(server, ClientId, RefreshToken)).AuthenticationResult).toBeDefined();
  const exchange = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken });
  expect((await server.admin.send(exchange)).AuthenticationResult).toBeDefined();
  const client = { clientId: ClientId, clientSecret: "" };
  expect((await refreshByForm(server, client, RefreshToken)).status).toBe(200);
});

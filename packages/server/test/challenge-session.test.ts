/** AP-11: the session of a challenge is of one person, client, pool and challenge, lives minutes, and is used once. */
import { RespondToAuthChallengeCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disable, remove } from "./support/mishaps.ts";
import {
  adminRespond,
  askedForNewPassword,
  initiate,
  invite,
  respond,
  told,
} from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { tampered } from "./support/tampered.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const NEW_PASSWORD = "Another-Horse-8";
const invalid = "Invalid session for the user.";
const usedOnce = "Invalid session for the user, session can only be used once.";
const expired = "Invalid session for the user, session is expired.";

async function asked(USERNAME: string): Promise<string> {
  await invite(server, UserPoolId, USERNAME);
  return askedForNewPassword(server, ClientId, USERNAME);
}
const canSignIn = (USERNAME: string, PASSWORD: string) =>
  told(initiate(server, ClientId, { USERNAME, PASSWORD }));

describe("AP-11: a session", () => {
  const refused = async (session: string, USERNAME: string, message: string, client = ClientId) => {
    const call = respond(server, client, session, { USERNAME, NEW_PASSWORD });
    await expectFailure(call, "NotAuthorizedException", message);
  };

  test("is used once, at either door", async () => {
    const session = await asked("hana");
    const responses = { USERNAME: "hana", NEW_PASSWORD };
    await respond(server, ClientId, session, responses);
    await refused(session, "hana", usedOnce);
    const signed = adminRespond(server, UserPoolId, ClientId, session, responses);
    await expectFailure(signed, "NotAuthorizedException", usedOnce);
  });

  test("used ten times at once does so for one, and that one's password counts", async () => {
    const session = await asked("iris");
    const passwords = Array.from({ length: 10 }, (_, index) => `Another-Horse-${index}`);
    const answers = await Promise.all(
      passwords.map((each) =>
        told(respond(server, ClientId, session, { USERNAME: "iris", NEW_PASSWORD: each })),
      ),
    );
    expect(answers.toSorted()).toEqual([...Array<string>(9).fill(usedOnce), "ok"]);
    expect(await canSignIn("iris", passwords[answers.indexOf("ok")] ?? "")).toBe("ok");
  });

  test("of two, the second is worth nothing once the first was used", async () => {
    const first = await asked("jane");
    const second = await askedForNewPassword(server, ClientId, "jane");
    await respond(server, ClientId, first, { USERNAME: "jane", NEW_PASSWORD });
    await refused(second, "jane", invalid);
  });

  test("lives three minutes, or as many as the client says", async () => {
    const patient = await passwordClient(server, UserPoolId, { AuthSessionValidity: 15 });
    await invite(server, UserPoolId, "kate");
    const short = await askedForNewPassword(server, ClientId, "kate");
    const long = await askedForNewPassword(server, patient, "kate");
    server.advance(180);
    await refused(short, "kate", expired);
    server.advance(719);
    expect(await told(respond(server, patient, long, { USERNAME: "kate", NEW_PASSWORD: "short" }))).toContain(
      "policy",
    );
    server.advance(1);
    await refused(long, "kate", expired, patient);
  });

  test("is of one person, and does not tell who else there is", async () => {
    const session = await asked("lily");
    await invite(server, UserPoolId, "mary");
    await refused(session, "mary", invalid);
    await refused(session, "nobody", invalid);
    expect(await told(respond(server, ClientId, session, { USERNAME: "lily", NEW_PASSWORD }))).toBe("ok");
  });

  test("is of one client and one pool", async () => {
    const session = await asked("nora");
    await refused(session, "nora", invalid, await passwordClient(server, UserPoolId));
    const pool = await createPool(server);
    const foreign = await passwordClient(server, pool);
    await invite(server, pool, "nora");
    await refused(session, "nora", invalid, foreign);
    const signed = adminRespond(server, pool, foreign, session, { USERNAME: "nora", NEW_PASSWORD });
    await expectFailure(signed, "NotAuthorizedException", invalid);
  });

  test("is not an answer to another challenge", async () => {
    const Session = await asked("olga");
    const PASSWORD_CLAIM_SECRET_BLOCK = Buffer.from(Session).toString("base64");
    for (const ChallengeName of [
      "SOFTWARE_TOKEN_MFA",
      "SMS_MFA",
      "EMAIL_OTP",
      "MFA_SETUP",
      "SELECT_CHALLENGE",
      "WEB_AUTHN",
      "PASSWORD_VERIFIER",
      "DEVICE_PASSWORD_VERIFIER",
      "CUSTOM_CHALLENGE",
    ] as const) {
      const ChallengeResponses = { USERNAME: "olga", NEW_PASSWORD, ANSWER: "x", PASSWORD_CLAIM_SECRET_BLOCK };
      const input = { ClientId, ChallengeName, Session, ChallengeResponses };
      const call = server.admin.send(new RespondToAuthChallengeCommand(input));
      await expectFailure(call, "NotAuthorizedException", invalid);
    }
  });

  test("that was cut, flipped, lengthened or made up is none", async () => {
    const session = await asked("pia");
    const other = await asked("quinn");
    for (const bad of tampered(session, other)) await refused(bad, "pia", invalid);
    expect(await told(respond(server, ClientId, session, { USERNAME: "pia", NEW_PASSWORD }))).toBe("ok");
  });

  test("ends with the person's right to sign in", async () => {
    const session = await asked("rosa");
    await disable(server, UserPoolId, { username: "rosa", password, sub: "" });
    await refused(session, "rosa", "User is disabled.");
    await remove(server, UserPoolId, { username: "rosa", password, sub: "" });
    await refused(session, "rosa", invalid);
    await invite(server, UserPoolId, "rosa");
    await refused(session, "rosa", invalid);
  });
});

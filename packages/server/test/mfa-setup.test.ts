/** A pool that demands a second factor: who has none sets one up on the way in. */
import {
  AdminDeleteSoftwareTokenCommand,
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noticesTo } from "./support/inbox.ts";
import {
  answer,
  answerTotp,
  begin,
  byEmail,
  bySms,
  byTotp,
  type MfaStage,
  mfaStage,
  personWithTotp,
  prefer,
  setMfa,
  wrongTotp,
} from "./support/mfa.ts";
import { disable } from "./support/mishaps.ts";
import { invite, respond, told } from "./support/password-flow.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let stage: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await mfaStage(server, { MfaConfiguration: "ON", ...byTotp });
});
afterAll(() => server.close());

const associate = (Session = "") => server.admin.send(new AssociateSoftwareTokenCommand({ Session }));
const verify = (Session = "", UserCode = "", FriendlyDeviceName?: string) =>
  server.admin.send(new VerifySoftwareTokenCommand({ Session, UserCode, FriendlyDeviceName }));
const setUp = (USERNAME: string, Session: string | undefined, more: Record<string, string> = {}) =>
  answer(stage, "MFA_SETUP", Session, { USERNAME, ...more });
const codeNow = (secret = "", stepsAway = 0) => totp(secret, server.clock.now(), stepsAway);
const invalid = "Invalid session for the user.";
const used = "Invalid session for the user, session can only be used once.";

describe("MFA_SETUP", () => {
  test("is asked of whoever has no second factor, and gives no token (AC-08)", async () => {
    await createPerson(server, stage.UserPoolId, "ada");
    const { $metadata: _, ...asked } = await begin(stage, "ada");
    expect(asked).toEqual({
      ChallengeName: "MFA_SETUP",
      Session: expect.stringMatching(/^[\w.-]{20,2048}$/),
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: "ada" },
    });
  });

  test("is met by an authenticator app, which is asked for from then on", async () => {
    await createPerson(server, stage.UserPoolId, "bea");
    const { Session } = await begin(stage, "bea");
    const associated = await associate(Session);
    expect(associated.SecretCode).toMatch(/^[A-Z2-7]{32}$/);
    const verified = await verify(associated.Session, codeNow(associated.SecretCode), "Phone");
    expect(verified.Status).toBe("SUCCESS");
    const { AuthenticationResult } = await setUp("bea", verified.Session);
    expect(AuthenticationResult?.RefreshToken).toBeDefined();
    server.advance(30);
    const next = await begin(stage, "bea");
    expect(next).toMatchObject({
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: "Phone" },
    });
    expect(await told(answerTotp(stage, "bea", next.Session, codeNow(associated.SecretCode)))).toBe("ok");
  });

  test("comes after a password of one's own", async () => {
    await invite(server, stage.UserPoolId, "cleo");
    const begun = await begin(stage, "cleo");
    expect(begun.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const responses = { USERNAME: "cleo", NEW_PASSWORD: "Another-Horse-8" };
    const asked = await respond(server, stage.ClientId, begun.Session, responses);
    expect(asked).toMatchObject({ ChallengeName: "MFA_SETUP" });
    expect(asked.AuthenticationResult).toBeUndefined();
    const { SecretCode, Session } = await associate(asked.Session);
    const verified = await verify(Session, codeNow(SecretCode));
    expect((await setUp("cleo", verified.Session)).AuthenticationResult).toBeDefined();
  });

  test("is not met without a code of the app, at any step (AC-08)", async () => {
    await createPerson(server, stage.UserPoolId, "dora");
    const begun = await begin(stage, "dora");
    const notSetUp = "User has not set up software token mfa";
    expect(await told(setUp("dora", begun.Session))).toBe(notSetUp);
    expect(await told(verify(begun.Session, "123456"))).toBe(notSetUp);
    const associated = await associate(begun.Session);
    expect(await told(setUp("dora", associated.Session))).toBe(notSetUp);
    const wrong = wrongTotp(associated.SecretCode ?? "", server.clock.now());
    await expectFailure(
      verify(associated.Session, wrong),
      "EnableSoftwareTokenMFAException",
      "Code mismatch",
    );
    expect(await told(setUp("dora", associated.Session))).toBe(notSetUp);
    expect((await begin(stage, "dora")).ChallengeName).toBe("MFA_SETUP");
    expect((await verify(associated.Session, codeNow(associated.SecretCode))).Status).toBe("SUCCESS");
  });

  test("is not gone on with by whoever is disabled meanwhile, at any step (TK-18)", async () => {
    const person = await createPerson(server, stage.UserPoolId, "disabled");
    const first = await begin(stage, "disabled");
    const associated = await associate((await begin(stage, "disabled")).Session);
    await disable(server, stage.UserPoolId, person);
    expect(await told(associate(first.Session))).toBe(invalid);
    expect(await told(verify(associated.Session, codeNow(associated.SecretCode)))).toBe(invalid);
  });

  test("uses up each session", async () => {
    await createPerson(server, stage.UserPoolId, "emma");
    const { Session } = await begin(stage, "emma");
    const associated = await associate(Session);
    expect(await told(associate(Session))).toBe(used);
    expect(await told(setUp("emma", Session, {}))).toBe("User has not set up software token mfa");
    const code = codeNow(associated.SecretCode);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => told(verify(associated.Session, code))),
    );
    expect(answers.filter((each) => each === "ok")).toHaveLength(1);
  });

  test("lets one of twenty in who bring the same last session", async () => {
    await createPerson(server, stage.UserPoolId, "flora");
    const { Session } = await begin(stage, "flora");
    const associated = await associate(Session);
    const verified = await verify(associated.Session, codeNow(associated.SecretCode));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => told(setUp("flora", verified.Session))),
    );
    expect(answers.filter((each) => each === "ok")).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(["ok", used]));
  });

  test("ends with the first factor that is set up: nobody replaces it by a session from before", async () => {
    await createPerson(server, stage.UserPoolId, "gina");
    const [mine, stranger] = [await begin(stage, "gina"), await begin(stage, "gina")];
    const theirs = await associate(stranger.Session);
    const own = await associate(mine.Session);
    await verify(own.Session, codeNow(own.SecretCode));
    expect(await told(verify(theirs.Session, codeNow(theirs.SecretCode)))).toBe(invalid);
    expect(await told(associate(theirs.Session))).toBe(invalid);
    server.advance(30);
    const { Session } = await begin(stage, "gina");
    expect(await told(answerTotp(stage, "gina", Session, codeNow(own.SecretCode)))).toBe("ok");
  });

  test("takes no session of another person, and none of another step", async () => {
    await createPerson(server, stage.UserPoolId, "hana");
    await createPerson(server, stage.UserPoolId, "iris");
    const { Session } = await begin(stage, "hana");
    const associated = await associate(Session);
    const verified = await verify(associated.Session, codeNow(associated.SecretCode));
    expect(await told(setUp("iris", verified.Session))).toBe(invalid);
    expect(await told(setUp("hana", "x".repeat(40)))).toBe(invalid);
    expect(await told(setUp("hana", verified.Session))).toBe("ok");
  });

  test("is asked again when an administrator takes the app away", async () => {
    const { UserPoolId } = stage;
    await createPerson(server, UserPoolId, "jane");
    const { Session } = await begin(stage, "jane");
    const associated = await associate(Session);
    await verify(associated.Session, codeNow(associated.SecretCode));
    await server.admin.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username: "jane" }));
    expect((await begin(stage, "jane")).ChallengeName).toBe("MFA_SETUP");
    const user = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "jane" }));
    expect(user.UserMFASettingList).toBeUndefined();
    const again = server.admin.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username: "jane" }));
    await expectFailure(again, "ResourceNotFoundException");
  });

  test("an app whose first code has not come is none to take away", async () => {
    const { UserPoolId } = stage;
    await createPerson(server, UserPoolId, "jules", { email: "jules@example.com", email_verified: "true" });
    const { Session } = await begin(stage, "jules");
    const associated = await associate(Session);
    const taken = server.admin.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username: "jules" }));
    await expectFailure(taken, "ResourceNotFoundException");
    expect(await noticesTo(server, "jules@example.com")).toEqual([]);
    await verify(associated.Session, codeNow(associated.SecretCode));
  });

  test("names what the pool offers", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...bySms, ...byTotp, ...byEmail });
    await createPerson(server, own.UserPoolId, "kim");
    expect((await begin(own, "kim")).ChallengeParameters).toEqual({
      MFAS_CAN_SETUP: '["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]',
      USER_ID_FOR_SRP: "kim",
    });
  });

  test("is for whoever set up nothing that still works", async () => {
    const own = await mfaStage(server);
    await personWithTotp(own, "lena");
    await prefer(own, "lena", { SoftwareTokenMfaSettings: { Enabled: false } });
    expect((await begin(own, "lena")).AuthenticationResult).toBeDefined();
    await setMfa(server, own.UserPoolId, { MfaConfiguration: "ON", ...byTotp });
    expect((await begin(own, "lena", password)).ChallengeName).toBe("MFA_SETUP");
  });
});

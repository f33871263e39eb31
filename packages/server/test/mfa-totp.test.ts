/** A second factor by an authenticator app: signing in with it, and what a stranger cannot do. */
import { readdirSync, readFileSync } from "node:fs";
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolId, sub } from "../src/core/ids.ts";
import { claimsOf } from "./support/hosted.ts";
import {
  answer,
  answerTotp,
  begin,
  bySms,
  byTotp,
  type MfaStage,
  mfaStage,
  personWithTotp,
  setMfa,
  wrongTotp,
} from "./support/mfa.ts";
import { initiate, told } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { createSrpClient } from "./support/srp-client.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let stage: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await mfaStage(server);
});
afterAll(() => server.close());

const codeNow = (secret: string, stepsAway = 0) => totp(secret, server.clock.now(), stepsAway);

describe("signing in with an authenticator app", () => {
  test("asks for a code after the password, and gives no token before (AC-08)", async () => {
    const secret = await personWithTotp(stage, "iris");
    const { $metadata: _, ...asked } = await begin(stage, "iris");
    expect(asked).toEqual({
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      Session: expect.stringMatching(/^[\w.-]{20,2048}$/),
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: "", USER_ID_FOR_SRP: "iris" },
    });
    const { AuthenticationResult } = await answerTotp(stage, "iris", asked.Session, codeNow(secret));
    expect(Object.keys(AuthenticationResult ?? {}).toSorted()).toEqual([
      "AccessToken",
      "ExpiresIn",
      "IdToken",
      "RefreshToken",
      "TokenType",
    ]);
  });

  test("says whose code it wants, by the name that the answer may have", async () => {
    const own = await mfaStage(server, byTotp, { UsernameAttributes: ["email"] });
    const secret = await personWithTotp(own, "joan@example.com");
    const { Session, ChallengeParameters } = await begin(own, "joan@example.com");
    const USERNAME = ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
    expect(await told(answerTotp(own, USERNAME, Session, codeNow(secret)))).toBe("ok");
  });

  test("takes the codes of the step before and the step after, and no others", async () => {
    const secret = await personWithTotp(stage, "jane");
    for (const [away, expected] of [
      [-2, "Invalid code received for user"],
      [2, "Invalid code received for user"],
      [-1, "ok"],
      [1, "ok"],
    ] as const) {
      server.advance(60);
      const { Session } = await begin(stage, "jane");
      expect({ away, told: await told(answerTotp(stage, "jane", Session, codeNow(secret, away))) }).toEqual({
        away,
        told: expected,
      });
    }
  });

  test("AC-06: takes a code once, and none from before it", async () => {
    const secret = await personWithTotp(stage, "kim");
    const code = codeNow(secret);
    const before = codeNow(secret, -1);
    const [one, two] = [await begin(stage, "kim"), await begin(stage, "kim")];
    expect(await told(answerTotp(stage, "kim", one.Session, code))).toBe("ok");
    const used = "Your software token has already been used once.";
    await expectFailure(answerTotp(stage, "kim", two.Session, code), "ExpiredCodeException", used);
    await expectFailure(answerTotp(stage, "kim", two.Session, before), "ExpiredCodeException", used);
    server.advance(30);
    expect(await told(answerTotp(stage, "kim", two.Session, codeNow(secret)))).toBe("ok");
  });

  test("AC-06: lets one of fifty through who bring the same code at once", async () => {
    const secret = await personWithTotp(stage, "lena");
    const sessions = await Promise.all(Array.from({ length: 50 }, () => begin(stage, "lena")));
    const code = codeNow(secret);
    const answers = await Promise.all(
      sessions.map(({ Session }) => told(answerTotp(stage, "lena", Session, code))),
    );
    expect(answers.filter((each) => each === "ok")).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(["ok", "Your software token has already been used once."]));
  });

  test("uses the session up", async () => {
    const secret = await personWithTotp(stage, "mona");
    const { Session } = await begin(stage, "mona");
    await answerTotp(stage, "mona", Session, codeNow(secret));
    const again = answerTotp(stage, "mona", Session, codeNow(secret, 1));
    await expectFailure(
      again,
      "NotAuthorizedException",
      "Invalid session for the user, session can only be used once.",
    );
  });

  test("ends with the session", async () => {
    const secret = await personWithTotp(stage, "nora");
    const { Session } = await begin(stage, "nora");
    server.advance(180);
    await expectFailure(
      answerTotp(stage, "nora", Session, codeNow(secret)),
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    );
  });

  test("takes no other person's session, no other client's, and no session of another step", async () => {
    const [olga, pia] = [await personWithTotp(stage, "olga"), await personWithTotp(stage, "pia")];
    const { Session } = await begin(stage, "olga");
    const invalid = "Invalid session for the user.";
    expect(await told(answerTotp(stage, "pia", Session, codeNow(pia)))).toBe(invalid);
    expect(await told(answerTotp(stage, "pia", Session, codeNow(olga)))).toBe(invalid);
    const other = { ...stage, ClientId: await passwordClient(server, stage.UserPoolId) };
    expect(await told(answerTotp(other, "olga", Session, codeNow(olga)))).toBe(invalid);
    const skipped = answer(stage, "MFA_SETUP", Session, { USERNAME: "olga" });
    expect(await told(skipped)).toBe(invalid);
    const sms = answer(stage, "SMS_MFA", Session, { USERNAME: "olga", SMS_MFA_CODE: codeNow(olga) });
    expect(await told(sms)).toBe(invalid);
    expect(await told(answerTotp(stage, "olga", Session, codeNow(olga)))).toBe("ok");
  });

  test("needs the code, and takes nothing that is not six digits", async () => {
    await personWithTotp(stage, "rita");
    const { Session } = await begin(stage, "rita");
    const missing = answer(stage, "SOFTWARE_TOKEN_MFA", Session, { USERNAME: "rita" });
    const message = "Missing required parameter SOFTWARE_TOKEN_MFA_CODE";
    await expectFailure(missing, "InvalidParameterException", message);
    for (const code of ["12345", "1234567", "abcdef", "١٢٣٤٥٦"]) {
      await expectFailure(answerTotp(stage, "rita", Session, code), "CodeMismatchException");
      server.advance(16);
    }
  });

  test("is refused when the person was disabled, or changed their password, after the first factor", async () => {
    const secret = await personWithTotp(stage, "sara");
    const { Session } = await begin(stage, "sara");
    const { UserPoolId } = stage;
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username: "sara" }));
    const refused = () => answerTotp(stage, "sara", Session, codeNow(secret));
    await expectFailure(refused(), "NotAuthorizedException", "User is disabled.");
    await server.admin.send(new AdminEnableUserCommand({ UserPoolId, Username: "sara" }));
    const Password = "Another-Horse-8";
    await server.admin.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: "sara", Password, Permanent: true }),
    );
    await expectFailure(refused(), "NotAuthorizedException", "Invalid session for the user.");
  });

  test("goes on when the pool no longer offers the app, and ends when it turns second factors off", async () => {
    const own = await mfaStage(server);
    await personWithTotp(own, "tess");
    await setMfa(server, own.UserPoolId, bySms);
    expect((await begin(own, "tess")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    await setMfa(server, own.UserPoolId, { MfaConfiguration: "OFF" });
    expect((await begin(own, "tess")).AuthenticationResult).toBeDefined();
    await setMfa(server, own.UserPoolId, byTotp);
    expect((await begin(own, "tess")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });

  test("AC-08: a password proven by SRP is no way in either", async () => {
    const secret = await personWithTotp(stage, "vera");
    const ExplicitAuthFlows = ["ALLOW_USER_SRP_AUTH" as const];
    const own = { ...stage, ClientId: await passwordClient(server, stage.UserPoolId, { ExplicitAuthFlows }) };
    const srp = createSrpClient();
    const AuthParameters = { USERNAME: "vera", SRP_A: srp.start() };
    const { ChallengeParameters } = await initiate(server, own.ClientId, AuthParameters, "USER_SRP_AUTH");
    const proof = srp.answer(ChallengeParameters, password, stage.UserPoolId, server.clock.now());
    const asked = await answer(own, "PASSWORD_VERIFIER", undefined, { USERNAME: "vera", ...proof });
    expect(asked).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA" });
    expect(asked.AuthenticationResult).toBeUndefined();
    expect(await told(answerTotp(own, "vera", asked.Session, codeNow(secret)))).toBe("ok");
  });

  test("AC-09: a new password changes nothing about the second factor", async () => {
    const secret = await personWithTotp(stage, "wilma");
    const { UserPoolId } = stage;
    const Password = "Another-Horse-8";
    const input = { UserPoolId, Username: "wilma", Password, Permanent: true };
    await server.admin.send(new AdminSetUserPasswordCommand(input));
    const asked = await begin(stage, "wilma", Password);
    expect(asked).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA" });
    expect(asked.AuthenticationResult).toBeUndefined();
    expect(await told(answerTotp(stage, "wilma", asked.Session, codeNow(secret)))).toBe("ok");
  });

  test("leaves one event of each wrong code, and one of the sign-in, which the tokens name", async () => {
    const secret = await personWithTotp(stage, "xenia");
    const { Session } = await begin(stage, "xenia");
    await told(answerTotp(stage, "xenia", Session, wrongTotp(secret, server.clock.now())));
    server.advance(1);
    const { AuthenticationResult } = await answerTotp(stage, "xenia", Session, codeNow(secret));
    const { read } = server.world.store;
    const claims = claimsOf(AuthenticationResult?.AccessToken);
    const person = sub(String(claims["sub"]));
    const events = await read.authEvents.listOfUser(poolId(stage.UserPoolId), person, {
      limit: 2,
      after: undefined,
    });
    const mfa = (ChallengeResponse: string) => ({ ChallengeName: "Mfa", ChallengeResponse });
    const first = { ChallengeName: "Password", ChallengeResponse: "Success" };
    // First what began last: the sign-in began before its wrong code was tried.
    expect(events).toMatchObject([
      { response: "Fail", challenges: [first, mfa("Failure")] },
      { response: "Pass", eventId: claims["event_id"], challenges: [first, mfa("Success")] },
    ]);
  });

  test("TK-15: the secret is not in the database file", async () => {
    const secret = await personWithTotp(stage, "yara");
    const files = readdirSync(server.dataFolder).map((file) =>
      readFileSync(`${server.dataFolder}/${file}`, "latin1"),
    );
    expect(files.some((content) => content.includes(secret))).toBe(false);
  });

  test("AC-08: a password alone is no way in at the administrator's door either", async () => {
    const secret = await personWithTotp(stage, "uma");
    const { UserPoolId } = stage;
    const ExplicitAuthFlows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH" as const];
    const ClientId = await passwordClient(server, UserPoolId, { ExplicitAuthFlows });
    const begun = await server.admin.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "uma", PASSWORD: password },
      }),
    );
    expect(begun).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA" });
    expect(begun.AuthenticationResult).toBeUndefined();
    const { AuthenticationResult } = await server.admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: "SOFTWARE_TOKEN_MFA",
        Session: begun.Session,
        ChallengeResponses: { USERNAME: "uma", SOFTWARE_TOKEN_MFA_CODE: codeNow(secret) },
      }),
    );
    expect(AuthenticationResult).toBeDefined();
  });
});

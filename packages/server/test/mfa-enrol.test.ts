import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answerTotp,
  begin,
  bySms,
  enrol,
  type MfaStage,
  mfaStage,
  personWithTotp,
  wrongTotp,
} from "./support/mfa.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, signIn, unsigned } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let stage: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await mfaStage(server);
});
afterAll(() => server.close());

const associate = (input: { AccessToken?: string; Session?: string }) =>
  server.admin.send(new AssociateSoftwareTokenCommand(input));
const verify = (AccessToken: string, UserCode: string) =>
  server.admin.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
const codeNow = (secret: string, stepsAway = 0) => totp(secret, server.clock.now(), stepsAway);

describe("setting up an authenticator app", () => {
  test("hands out a secret, and takes the code that the app shows", async () => {
    await createPerson(server, stage.UserPoolId, "ada");
    const { AccessToken } = await signIn(server, stage.ClientId, "ada");
    const { $metadata: _, ...associated } = await associate({ AccessToken });
    expect(associated).toEqual({ SecretCode: expect.stringMatching(/^[A-Z2-7]{32}$/) });
    const input = {
      AccessToken,
      UserCode: codeNow(associated.SecretCode ?? ""),
      FriendlyDeviceName: "Phone",
    };
    const { $metadata: __, ...verified } = await server.admin.send(new VerifySoftwareTokenCommand(input));
    expect(verified).toEqual({ Status: "SUCCESS" });
    // Until the person says so, nothing is asked of them.
    expect((await begin(stage, "ada")).AuthenticationResult).toBeDefined();
    const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
    await server.admin.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    const user = await server.admin.send(new GetUserCommand({ AccessToken }));
    expect(user).toMatchObject({
      PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
    });
    expect(user.MFAOptions).toBeUndefined();
    expect(await begin(stage, "ada")).toMatchObject({
      ChallengeName: "SOFTWARE_TOKEN_MFA",
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: "Phone" },
    });
  });

  test("takes no wrong code, and another try after it", async () => {
    await createPerson(server, stage.UserPoolId, "bea");
    const { AccessToken } = await signIn(server, stage.ClientId, "bea");
    const { SecretCode = "" } = await associate({ AccessToken });
    const wrong = verify(AccessToken, wrongTotp(SecretCode, server.clock.now()));
    await expectFailure(wrong, "EnableSoftwareTokenMFAException", "Code mismatch");
    expect((await verify(AccessToken, codeNow(SecretCode))).Status).toBe("SUCCESS");
  });

  test("AC-06: uses up the code that confirmed it", async () => {
    await createPerson(server, stage.UserPoolId, "cleo");
    const { AccessToken } = await signIn(server, stage.ClientId, "cleo");
    const secret = await enrol(stage, AccessToken);
    const SoftwareTokenMfaSettings = { Enabled: true };
    await server.admin.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
    const { Session } = await begin(stage, "cleo");
    await expectFailure(
      answerTotp(stage, "cleo", Session, codeNow(secret)),
      "ExpiredCodeException",
      "Your software token has already been used once.",
    );
    expect((await answerTotp(stage, "cleo", Session, codeNow(secret, 1))).AuthenticationResult).toBeDefined();
  });

  test("keeps the old app until the new one is confirmed, and takes no code of the old one then", async () => {
    const old = await personWithTotp(stage, "dora");
    const first = await begin(stage, "dora");
    const { AuthenticationResult } = await answerTotp(stage, "dora", first.Session, codeNow(old));
    const { AccessToken = "" } = AuthenticationResult ?? {};
    const { SecretCode = "" } = await associate({ AccessToken });
    server.advance(30);
    const second = await begin(stage, "dora");
    expect(await told(answerTotp(stage, "dora", second.Session, codeNow(old)))).toBe("ok");
    await verify(AccessToken, codeNow(SecretCode));
    server.advance(30);
    const { Session } = await begin(stage, "dora");
    const refused = answerTotp(stage, "dora", Session, codeNow(old));
    await expectFailure(refused, "CodeMismatchException", "Invalid code received for user");
    expect(await told(answerTotp(stage, "dora", Session, codeNow(SecretCode)))).toBe("ok");
  });

  test("is confirmed once, by one of fifty callers (AC-06)", async () => {
    await createPerson(server, stage.UserPoolId, "emma");
    const { AccessToken } = await signIn(server, stage.ClientId, "emma");
    const { SecretCode = "" } = await associate({ AccessToken });
    const code = codeNow(SecretCode);
    const answers = await Promise.all(Array.from({ length: 50 }, () => told(verify(AccessToken, code))));
    expect(answers.filter((each) => each === "ok")).toHaveLength(1);
  });

  test("needs a secret that was handed out", async () => {
    await createPerson(server, stage.UserPoolId, "flora");
    const { AccessToken } = await signIn(server, stage.ClientId, "flora");
    await expectFailure(
      verify(AccessToken, "123456"),
      "SoftwareTokenMFANotFoundException",
      "User has not set up software token mfa",
    );
  });

  test("needs a pool that offers it", async () => {
    const other = await mfaStage(server, bySms);
    await createPerson(server, other.UserPoolId, "gina");
    const { AccessToken } = await signIn(server, other.ClientId, "gina");
    const notOffered = "Software Token MFA has not been enabled by the userPool";
    await expectFailure(associate({ AccessToken }), "SoftwareTokenMFANotFoundException", notOffered);
    await expectFailure(verify(AccessToken, "123456"), "SoftwareTokenMFANotFoundException", notOffered);
  });

  test("is for whoever has an access token or a session, and not both", async () => {
    await createPerson(server, stage.UserPoolId, "hana");
    const { AccessToken } = await signIn(server, stage.ClientId, "hana");
    const Session = "a-session-of-twenty-letters";
    const message = "Exactly one of AccessToken and Session must be given.";
    for (const input of [{}, { AccessToken, Session }]) {
      await expectFailure(associate(input), "InvalidParameterException", message);
      const call = server.admin.send(new VerifySoftwareTokenCommand({ ...input, UserCode: "123456" }));
      await expectFailure(call, "InvalidParameterException", message);
    }
    const invalid = "Invalid session for the user.";
    await expectFailure(associate({ Session }), "NotAuthorizedException", invalid);
    const { Session: other } = await begin(stage, "ada");
    await expectFailure(associate({ Session: other ?? "" }), "NotAuthorizedException", invalid);
    const forged = `${stage.ClientId}.${other}`;
    await expectFailure(associate({ Session: forged }), "NotAuthorizedException", invalid);
    await expectFailure(
      associate({ AccessToken: "a.b.c" }),
      "NotAuthorizedException",
      "Invalid Access Token",
    );
    expect(await unsigned(server, "AssociateSoftwareToken", {})).toBe("InvalidParameterException");
  });
});

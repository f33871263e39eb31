/** Which second factors a person turns on, which goes first, and what is told about them. */
import {
  AdminGetUserAuthFactorsCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserSettingsCommand,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceCommandInput,
  SetUserSettingsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answer,
  answerTotp,
  begin,
  byEmail,
  bySms,
  byTotp,
  enrol,
  type MfaStage,
  mfaStage,
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
  stage = await mfaStage(server, { ...bySms, ...byTotp, ...byEmail });
});
afterAll(() => server.close());

type Settings = Omit<SetUserMFAPreferenceCommandInput, "AccessToken">;
const on = { Enabled: true };
const preferred = { Enabled: true, PreferredMfa: true };
const off = { Enabled: false };

const set = (AccessToken: string, settings: Settings) =>
  server.admin.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));
const adminSet = (Username: string, settings: Settings, UserPoolId = stage.UserPoolId) =>
  server.admin.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, ...settings }));

async function person(username: string, attributes: Record<string, string> = {}): Promise<string> {
  await createPerson(server, stage.UserPoolId, username, attributes);
  return (await signIn(server, stage.ClientId, username)).AccessToken;
}

async function shown(Username: string) {
  const { UserPoolId } = stage;
  const user = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return { list: user.UserMFASettingList, preferred: user.PreferredMfaSetting, options: user.MFAOptions };
}

const contacts = { phone_number: "+15550100123", email: "ada@example.com" };
const smsOption = { DeliveryMedium: "SMS", AttributeName: "phone_number" } as const;

describe("SetUserMFAPreference", () => {
  test("turns factors on, and lets one go first", async () => {
    const token = await person("ada", contacts);
    await enrol(stage, token);
    await set(token, { SMSMfaSettings: on, SoftwareTokenMfaSettings: preferred, EmailMfaSettings: on });
    const expected = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"];
    expect(await shown("ada")).toEqual({
      list: expected,
      preferred: "SOFTWARE_TOKEN_MFA",
      options: [smsOption],
    });
    const own = await server.admin.send(new GetUserCommand({ AccessToken: token }));
    expect(own).toMatchObject({ UserMFASettingList: expected, PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" });
    expect(own.MFAOptions).toEqual([smsOption]);
  });

  test("leaves what it does not name, and forgets a preference with its factor", async () => {
    const token = await person("bea", contacts);
    await enrol(stage, token);
    await set(token, { SoftwareTokenMfaSettings: preferred, SMSMfaSettings: on });
    await set(token, { EmailMfaSettings: on });
    expect(await shown("bea")).toMatchObject({ preferred: "SOFTWARE_TOKEN_MFA" });
    await set(token, { SMSMfaSettings: preferred });
    expect(await shown("bea")).toMatchObject({ preferred: "SMS_MFA" });
    await set(token, { SMSMfaSettings: { Enabled: true, PreferredMfa: false } });
    expect((await shown("bea")).preferred).toBeUndefined();
    await set(token, { SoftwareTokenMfaSettings: preferred });
    await set(token, { SoftwareTokenMfaSettings: off, SMSMfaSettings: off });
    expect(await shown("bea")).toEqual({ list: ["EMAIL_OTP"], preferred: undefined, options: undefined });
    await set(token, { EmailMfaSettings: off });
    expect(await shown("bea")).toEqual({ list: undefined, preferred: undefined, options: undefined });
  });

  test.each<[string, Settings, string]>([
    ["SMS without a phone number", { SMSMfaSettings: on }, "SMS_MFA"],
    ["e-mail without an address", { EmailMfaSettings: on }, "EMAIL_OTP"],
    ["an app without one", { SoftwareTokenMfaSettings: on }, "SOFTWARE_TOKEN_MFA"],
    ["a passkey without one", { WebAuthnMfaSettings: on }, "WEB_AUTHN"],
  ])("refuses %s", async (_, settings, kind) => {
    const username = `without-${kind}`;
    const token = await person(username);
    const message = `User does not have delivery config set to turn on ${kind}`;
    await expectFailure(set(token, settings), "InvalidParameterException", message);
    await expectFailure(adminSet(username, settings), "InvalidParameterException", message);
    expect((await shown(username)).list).toBeUndefined();
  });

  test("refuses two that go first, and one that is off", async () => {
    const token = await person("cleo", contacts);
    await expectFailure(
      set(token, { SMSMfaSettings: preferred, EmailMfaSettings: preferred }),
      "InvalidParameterException",
      "Only one MFA method can be preferred.",
    );
    await expectFailure(
      set(token, { SMSMfaSettings: { PreferredMfa: true } }),
      "InvalidParameterException",
      "SMS_MFA cannot be preferred while it is not enabled.",
    );
    expect((await shown("cleo")).list).toBeUndefined();
  });

  test("changes nothing when one of its factors is refused", async () => {
    const token = await person("dora", contacts);
    await expectFailure(
      set(token, { SMSMfaSettings: on, SoftwareTokenMfaSettings: on }),
      "InvalidParameterException",
    );
    expect((await shown("dora")).list).toBeUndefined();
  });

  test("refuses what the pool does not offer", async () => {
    const other = await mfaStage(server, byTotp);
    await createPerson(server, other.UserPoolId, "emma", contacts);
    await expectFailure(
      adminSet("emma", { SMSMfaSettings: on }, other.UserPoolId),
      "InvalidParameterException",
      "SMS_MFA is not enabled for the user pool.",
    );
  });

  test("loses no change when several come at once", async () => {
    const token = await person("flora", contacts);
    await enrol(stage, token);
    await Promise.all([
      set(token, { SMSMfaSettings: on }),
      set(token, { SoftwareTokenMfaSettings: on }),
      set(token, { EmailMfaSettings: on }),
    ]);
    expect((await shown("flora")).list).toHaveLength(3);
  });

  test("is for the owner of a token, or an administrator", async () => {
    const invalid = set("a.b.c", { SMSMfaSettings: on });
    await expectFailure(invalid, "NotAuthorizedException", "Invalid Access Token");
    const nobody = adminSet("nobody", { SMSMfaSettings: on });
    await expectFailure(nobody, "UserNotFoundException", "User does not exist.");
    const noPool = adminSet("ada", { SMSMfaSettings: on }, "us-east-1_nobody000");
    await expectFailure(noPool, "ResourceNotFoundException");
    for (const operation of [
      "AdminSetUserMFAPreference",
      "AdminSetUserSettings",
      "AdminDeleteSoftwareToken",
      "AdminGetUserAuthFactors",
    ]) {
      const body = { UserPoolId: stage.UserPoolId, Username: "ada" };
      expect(await unsigned(server, operation, body)).toBe("MissingAuthenticationTokenException");
    }
  });
});

describe("SetUserSettings, the older way", () => {
  test("turns SMS on, and off by an empty list", async () => {
    const token = await person("gina", contacts);
    await server.admin.send(new SetUserSettingsCommand({ AccessToken: token, MFAOptions: [smsOption] }));
    expect(await shown("gina")).toEqual({ list: ["SMS_MFA"], preferred: undefined, options: [smsOption] });
    await server.admin.send(new SetUserSettingsCommand({ AccessToken: token, MFAOptions: [] }));
    expect((await shown("gina")).list).toBeUndefined();
    const { UserPoolId } = stage;
    const input = { UserPoolId, Username: "gina", MFAOptions: [smsOption] };
    await server.admin.send(new AdminSetUserSettingsCommand(input));
    expect((await shown("gina")).list).toEqual(["SMS_MFA"]);
  });

  test("knows nothing but SMS, and needs a phone number", async () => {
    const token = await person("hana", { email: "hana@example.com" });
    const byMail = { DeliveryMedium: "EMAIL", AttributeName: "email" } as const;
    const settings = (MFAOptions: (typeof byMail | typeof smsOption)[]) =>
      server.admin.send(new SetUserSettingsCommand({ AccessToken: token, MFAOptions }));
    await expectFailure(
      settings([byMail]),
      "InvalidParameterException",
      "MFAOptions can name phone_number by SMS only.",
    );
    await expectFailure(
      settings([smsOption]),
      "InvalidParameterException",
      "User does not have delivery config set to turn on SMS_MFA",
    );
  });
});

describe("GetUserAuthFactors", () => {
  test("tells what a person can sign in with, alike at both doors", async () => {
    const token = await person("iris", contacts);
    const own = () => server.admin.send(new GetUserAuthFactorsCommand({ AccessToken: token }));
    const { $metadata: _, ...before } = await own();
    expect(before).toEqual({ Username: "iris", ConfiguredUserAuthFactors: ["PASSWORD"] });
    await enrol(stage, token);
    await set(token, { SoftwareTokenMfaSettings: preferred });
    const expected = {
      Username: "iris",
      PreferredMfaSetting: "SOFTWARE_TOKEN_MFA",
      UserMFASettingList: ["SOFTWARE_TOKEN_MFA"],
      ConfiguredUserAuthFactors: ["PASSWORD", "SOFTWARE_TOKEN"],
    };
    const { $metadata: __, ...after } = await own();
    expect(after).toEqual(expected);
    const { UserPoolId } = stage;
    const input = { UserPoolId, Username: "iris" };
    const { $metadata: ___, ...admins } = await server.admin.send(new AdminGetUserAuthFactorsCommand(input));
    expect(admins).toEqual(expected);
    const nobody = new AdminGetUserAuthFactorsCommand({ UserPoolId, Username: "nobody" });
    await expectFailure(server.admin.send(nobody), "UserNotFoundException", "User does not exist.");
  });
});

describe("SELECT_MFA_TYPE", () => {
  test("is asked of whoever has several factors and prefers none, and leads to the one that is chosen", async () => {
    const token = await person("jane", contacts);
    const secret = await enrol(stage, token);
    await set(token, { SMSMfaSettings: on, SoftwareTokenMfaSettings: on });
    const { $metadata: _, ...asked } = await begin(stage, "jane");
    expect(asked).toEqual({
      ChallengeName: "SELECT_MFA_TYPE",
      Session: expect.stringMatching(/^[\w.-]{20,2048}$/),
      ChallengeParameters: {
        MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]',
        USER_ID_FOR_SRP: "jane",
      },
    });
    const choose = (ANSWER: string, USERNAME = "jane") =>
      answer(stage, "SELECT_MFA_TYPE", asked.Session, { USERNAME, ANSWER });
    for (const other of ["EMAIL_OTP", "EMAIL_MFA", "WEB_AUTHN", "PASSWORD", "MFA_SETUP"]) {
      await expectFailure(choose(other), "MFAMethodNotFoundException");
    }
    expect(await told(choose(""))).toBe("Missing required parameter ANSWER");
    expect(await told(choose("SOFTWARE_TOKEN_MFA", "ada"))).toBe("Invalid session for the user.");
    const chosen = await choose("SOFTWARE_TOKEN_MFA");
    expect(chosen).toMatchObject({ ChallengeName: "SOFTWARE_TOKEN_MFA" });
    expect(chosen.AuthenticationResult).toBeUndefined();
    const used = "Invalid session for the user, session can only be used once.";
    expect(await told(choose("SOFTWARE_TOKEN_MFA"))).toBe(used);
    const code = totp(secret, server.clock.now(), 1);
    expect((await answerTotp(stage, "jane", chosen.Session, code)).AuthenticationResult).toBeDefined();
  });
});

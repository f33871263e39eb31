/** A second factor by e-mail, a choice of several, and what a pool that demands one asks for. */
import {
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributesOf } from "./support/attributes.ts";
import { claimsOf } from "./support/hosted.ts";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import {
  answer,
  answerEmail,
  answerSms,
  begin,
  byEmail,
  bySms,
  byTotp,
  type MfaStage,
  mfaStage,
  prefer,
  setMfa,
} from "./support/mfa.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let stage: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await mfaStage(server, { ...bySms, ...byEmail, ...byTotp }, { AliasAttributes: ["email"] });
});
afterAll(() => server.close());

const on = { Enabled: true };
const mismatch = "Invalid verification code provided, please try again.";

describe("EMAIL_OTP", () => {
  const byEmailPerson = async (username: string): Promise<string> => {
    const email = `${username}@example.com`;
    await createPerson(server, stage.UserPoolId, username, { email });
    await prefer(stage, username, { EmailMfaSettings: on });
    return email;
  };

  test("sends a code, and lets in with it", async () => {
    const email = await byEmailPerson("nora");
    const { $metadata: _, ...asked } = await begin(stage, "nora");
    expect(asked).toEqual({
      ChallengeName: "EMAIL_OTP",
      Session: expect.stringMatching(/^[\w.-]{20,2048}$/),
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: "EMAIL",
        CODE_DELIVERY_DESTINATION: "n***@e***",
        USER_ID_FOR_SRP: "nora",
      },
    });
    const code = await lastCode(server, email);
    await expectFailure(
      answerEmail(stage, "nora", asked.Session, otherThan(code)),
      "CodeMismatchException",
      mismatch,
    );
    const { AuthenticationResult } = await answerEmail(stage, "nora", asked.Session, code);
    // The tokens of this very sign-in know it already.
    expect(claimsOf(AuthenticationResult?.IdToken)).toMatchObject({ email_verified: true });
    expect(await attributesOf(server, stage.UserPoolId, "nora")).toMatchObject({ email_verified: "true" });
  });

  test("makes an address a name to sign in by, unless it is somebody else's", async () => {
    const email = await byEmailPerson("olga");
    const first = await begin(stage, "olga");
    await answerEmail(stage, "olga", first.Session, await lastCode(server, email));
    expect((await begin(stage, email)).ChallengeName).toBe("EMAIL_OTP");
    server.advance(1);
    await createPerson(server, stage.UserPoolId, "pia", { email });
    await prefer(stage, "pia", { EmailMfaSettings: on });
    const { Session } = await begin(stage, "pia");
    expect(await told(answerEmail(stage, "pia", Session, await lastCode(server, email)))).toBe("ok");
    expect(await attributesOf(server, stage.UserPoolId, "pia")).not.toMatchObject({ email_verified: "true" });
    expect(await attributesOf(server, stage.UserPoolId, "olga")).toMatchObject({ email_verified: "true" });
  });
});

describe("a choice between them", () => {
  test("leads to the one that is chosen, and nothing is sent before", async () => {
    const [phone, email] = ["+15550200001", "rita@example.com"];
    await createPerson(server, stage.UserPoolId, "rita", { phone_number: phone, email });
    await prefer(stage, "rita", { SMSMfaSettings: on, EmailMfaSettings: on });
    for (const [ANSWER, name] of [
      ["SMS_MFA", "SMS_MFA"],
      ["EMAIL_OTP", "EMAIL_OTP"],
      ["EMAIL_MFA", "EMAIL_OTP"],
    ] as const) {
      const asked = await begin(stage, "rita");
      expect(asked.ChallengeParameters).toEqual({
        MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]',
        USER_ID_FOR_SRP: "rita",
      });
      const letters = async () => [await lettersTo(server, phone), await lettersTo(server, email)].flat();
      const before = (await letters()).length;
      const chosen = await answer(stage, "SELECT_MFA_TYPE", asked.Session, { USERNAME: "rita", ANSWER });
      expect(chosen.ChallengeName).toBe(name);
      expect(await letters()).toHaveLength(before + 1);
      const code = await lastCode(server, name === "SMS_MFA" ? phone : email);
      const done =
        name === "SMS_MFA"
          ? answerSms(stage, "rita", chosen.Session, code)
          : answerEmail(stage, "rita", chosen.Session, code);
      expect(await told(done)).toBe("ok");
    }
    await prefer(stage, "rita", { EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
    expect((await begin(stage, "rita")).ChallengeName).toBe("EMAIL_OTP");
  });
});

describe("in a pool that demands a second factor", () => {
  test("whoever can be sent a code has one, turned on or not", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...bySms, ...byEmail, ...byTotp });
    await createPerson(server, own.UserPoolId, "sara", { phone_number: "+15550300001" });
    await createPerson(server, own.UserPoolId, "tess", { email: "tess@example.com" });
    await createPerson(server, own.UserPoolId, "uma", {
      phone_number: "+15550300002",
      email: "uma@example.com",
    });
    expect((await begin(own, "sara")).ChallengeName).toBe("SMS_MFA");
    expect((await begin(own, "tess")).ChallengeName).toBe("EMAIL_OTP");
    expect(await begin(own, "uma")).toMatchObject({
      ChallengeName: "SELECT_MFA_TYPE",
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' },
    });
    await prefer(own, "uma", { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
    expect((await begin(own, "uma")).ChallengeName).toBe("SMS_MFA");
  });

  test("nothing is asked for that the pool does not offer", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...byTotp });
    await createPerson(server, own.UserPoolId, "vera", {
      phone_number: "+15550300003",
      email: "vera@example.com",
    });
    expect((await begin(own, "vera")).ChallengeName).toBe("MFA_SETUP");
    await setMfa(server, own.UserPoolId, { MfaConfiguration: "OPTIONAL", ...byTotp });
    expect((await begin(own, "vera")).AuthenticationResult).toBeDefined();
  });
});

describe("MFA_SETUP by e-mail", () => {
  const setUp = (
    own: MfaStage,
    USERNAME: string,
    Session: string | undefined,
    more: Record<string, string>,
  ) => answer(own, "MFA_SETUP", Session, { USERNAME, ...more });

  test.each(["EMAIL", "email"])(
    "takes an address as %s, and keeps it when its code came back",
    async (member) => {
      const own = await mfaStage(server, { MfaConfiguration: "ON", ...byEmail });
      const address = `new-${member}@example.com`;
      await createPerson(server, own.UserPoolId, "ada");
      const { Session, ChallengeParameters } = await begin(own, "ada");
      expect(ChallengeParameters).toEqual({ MFAS_CAN_SETUP: '["EMAIL_OTP"]', USER_ID_FOR_SRP: "ada" });
      const asked = await setUp(own, "ada", Session, { [member]: address });
      expect(asked).toMatchObject({
        ChallengeName: "EMAIL_OTP",
        ChallengeParameters: { CODE_DELIVERY_DESTINATION: "n***@e***" },
      });
      expect(await attributesOf(server, own.UserPoolId, "ada")).not.toHaveProperty("email");
      const code = await lastCode(server, address);
      expect(await told(answerEmail(own, "ada", asked.Session, otherThan(code)))).toBe(mismatch);
      const done = await answerEmail(own, "ada", asked.Session, code);
      expect(done.AuthenticationResult).toBeDefined();
      expect(await attributesOf(server, own.UserPoolId, "ada")).toMatchObject({
        email: address,
        email_verified: "true",
      });
      const { UserPoolId } = own;
      const user = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
      expect(user.UserMFASettingList).toEqual(["EMAIL_OTP"]);
      await server.admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: "ada" }));
      expect((await begin(own, "ada")).ChallengeName).toBe("EMAIL_OTP");
    },
  );

  test("takes no address that is none, and none where the pool sends no codes by e-mail", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...byEmail });
    await createPerson(server, own.UserPoolId, "bea");
    const { Session } = await begin(own, "bea");
    const wrong = setUp(own, "bea", Session, { EMAIL: "nonsense" });
    await expectFailure(wrong, "InvalidParameterException", "Invalid email address format.");
    expect((await setUp(own, "bea", Session, { EMAIL: "bea@example.com" })).ChallengeName).toBe("EMAIL_OTP");
    const other = await mfaStage(server, { MfaConfiguration: "ON", ...byTotp });
    await createPerson(server, other.UserPoolId, "cleo");
    const begun = await begin(other, "cleo");
    await expectFailure(
      setUp(other, "cleo", begun.Session, { EMAIL: "cleo@example.com" }),
      "InvalidParameterException",
      "EMAIL_OTP is not enabled for the user pool.",
    );
  });

  test("AP-11: sends one code for one session, however often it is given", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...byEmail });
    await createPerson(server, own.UserPoolId, "mara");
    const { Session } = await begin(own, "mara");
    const address = "flooded@example.com";
    const ask = () => told(setUp(own, "mara", Session, { EMAIL: address }));
    const used = "Invalid session for the user, session can only be used once.";
    const answers = await Promise.all([1, 2, 3].map(ask));
    expect([...answers.sort(), await ask()]).toEqual([used, used, "ok", used]);
    expect(await lettersTo(server, address)).toHaveLength(1);
  });

  test("ends with the factor that was set up meanwhile", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...byEmail, ...byTotp });
    await createPerson(server, own.UserPoolId, "dora");
    const [mine, stranger] = [await begin(own, "dora"), await begin(own, "dora")];
    const theirs = await setUp(own, "dora", stranger.Session, { EMAIL: "stranger@example.com" });
    const code = await lastCode(server, "stranger@example.com");
    const app = await server.admin.send(new AssociateSoftwareTokenCommand({ Session: mine.Session }));
    const UserCode = totp(app.SecretCode ?? "", server.clock.now());
    await server.admin.send(new VerifySoftwareTokenCommand({ Session: app.Session, UserCode }));
    const invalid = "Invalid session for the user.";
    expect(await told(answerEmail(own, "dora", theirs.Session, code))).toBe(invalid);
    expect(await attributesOf(server, own.UserPoolId, "dora")).not.toHaveProperty("email");
    expect((await begin(own, "dora")).ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });
});

/** A second factor by SMS: the code that is sent, and what a stranger cannot do with it. */
import { AdminUpdateUserAttributesCommand, GetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attributesOf } from "./support/attributes.ts";
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
  SmsConfiguration,
} from "./support/mfa.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, passwordClient } from "./support/people.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await mfaStage(server, { ...bySms, ...byEmail, ...byTotp }, { AliasAttributes: ["email"] });
});
afterAll(() => server.close());

const on = { Enabled: true };
const mismatch = "Invalid verification code provided, please try again.";
const exceeded = "Password attempts exceeded";
let phones = 100;

/** Somebody whose second factor is SMS: the number that their codes go to. */
async function bySmsPerson(username: string, own = stage): Promise<string> {
  const phone = `+1555010${phones++}`;
  await createPerson(server, own.UserPoolId, username, { phone_number: phone });
  await prefer(own, username, { SMSMfaSettings: on });
  return phone;
}

describe("SMS_MFA", () => {
  test("sends a code, says masked where to, and gives no token before it came back (AC-08)", async () => {
    const phone = await bySmsPerson("ada");
    const { $metadata: _, ...asked } = await begin(stage, "ada");
    expect(asked).toEqual({
      ChallengeName: "SMS_MFA",
      Session: expect.stringMatching(/^[\w.-]{20,2048}$/),
      ChallengeParameters: {
        CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
        CODE_DELIVERY_DESTINATION: `+*******${phone.slice(-4)}`,
        USER_ID_FOR_SRP: "ada",
      },
    });
    expect(await lettersTo(server, phone)).toMatchObject([{ source: "Authentication" }]);
    const { AuthenticationResult } = await answerSms(
      stage,
      "ada",
      asked.Session,
      await lastCode(server, phone),
    );
    const { AccessToken = "" } = AuthenticationResult ?? {};
    expect((await server.admin.send(new GetUserCommand({ AccessToken }))).Username).toBe("ada");
  });

  test("verifies the number that the code went to", async () => {
    const phone = await bySmsPerson("bea");
    expect(await attributesOf(server, stage.UserPoolId, "bea")).not.toHaveProperty("phone_number_verified");
    const { Session } = await begin(stage, "bea");
    await answerSms(stage, "bea", Session, await lastCode(server, phone));
    expect(await attributesOf(server, stage.UserPoolId, "bea")).toMatchObject({
      phone_number_verified: "true",
    });
  });

  test("takes no wrong code, and the right one after it", async () => {
    const phone = await bySmsPerson("cleo");
    const { Session } = await begin(stage, "cleo");
    const code = await lastCode(server, phone);
    await expectFailure(
      answerSms(stage, "cleo", Session, otherThan(code)),
      "CodeMismatchException",
      mismatch,
    );
    const missing = answer(stage, "SMS_MFA", Session, { USERNAME: "cleo" });
    await expectFailure(missing, "InvalidParameterException", "Missing required parameter SMS_MFA_CODE");
    expect(await told(answerSms(stage, "cleo", Session, code))).toBe("ok");
  });

  test("AC-07: a new code kills the old one, even for the session it was sent for", async () => {
    const phone = await bySmsPerson("dora");
    const first = await begin(stage, "dora");
    const old = await lastCode(server, phone);
    const second = await begin(stage, "dora");
    const fresh = await lastCode(server, phone);
    await expectFailure(answerSms(stage, "dora", first.Session, old), "CodeMismatchException", mismatch);
    await expectFailure(answerSms(stage, "dora", first.Session, fresh), "CodeMismatchException", mismatch);
    await expectFailure(
      answerSms(stage, "dora", second.Session, old === fresh ? otherThan(old) : old),
      "CodeMismatchException",
      mismatch,
    );
    expect(await told(answerSms(stage, "dora", second.Session, fresh))).toBe("ok");
  });

  test("AC-07: lives ten minutes, however long the session does", async () => {
    const AuthSessionValidity = 15;
    const own = {
      ...stage,
      ClientId: await passwordClient(server, stage.UserPoolId, { AuthSessionValidity }),
    };
    const phone = await bySmsPerson("emma");
    const begun = await begin(own, "emma");
    server.advance(599);
    expect(await told(answerSms(own, "emma", begun.Session, await lastCode(server, phone)))).toBe("ok");
    const { Session } = await begin(own, "emma");
    server.advance(600);
    await expectFailure(
      answerSms(own, "emma", Session, await lastCode(server, phone)),
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    );
  });

  test("AC-07: ends with its session where that is shorter", async () => {
    const phone = await bySmsPerson("flora");
    const { Session } = await begin(stage, "flora");
    server.advance(180);
    await expectFailure(
      answerSms(stage, "flora", Session, await lastCode(server, phone)),
      "NotAuthorizedException",
      "Invalid session for the user, session is expired.",
    );
  });

  test("AC-06: lets one of fifty through who bring the code at once", async () => {
    const phone = await bySmsPerson("gina");
    const { Session } = await begin(stage, "gina");
    const code = await lastCode(server, phone);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => told(answerSms(stage, "gina", Session, code))),
    );
    expect(answers.filter((each) => each === "ok")).toHaveLength(1);
    expect(await told(answerSms(stage, "gina", Session, code))).not.toBe("ok");
  });

  test("AC-03: of a hundred wrong codes at once five are looked at, and passwords count with them", async () => {
    const phone = await bySmsPerson("hana");
    const { Session } = await begin(stage, "hana");
    const code = await lastCode(server, phone);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => told(answerSms(stage, "hana", Session, otherThan(code)))),
    );
    expect(answers.filter((each) => each === mismatch)).toHaveLength(5);
    expect(answers.filter((each) => each === exceeded)).toHaveLength(95);
    expect(await told(answerSms(stage, "hana", Session, code))).toBe(exceeded);
    expect(await told(begin(stage, "hana"))).toBe(exceeded);
    server.advance(1);
    expect(await told(answerSms(stage, "hana", Session, code))).toBe("ok");
  });

  test("AC-03: the right password in between does not begin the count anew, and neither does a new code", async () => {
    const phone = await bySmsPerson("iris");
    for (let turn = 0; turn < 5; turn++) {
      const { Session } = await begin(stage, "iris");
      const code = await lastCode(server, phone);
      expect(await told(answerSms(stage, "iris", Session, otherThan(code)))).toBe(mismatch);
    }
    expect(await told(begin(stage, "iris"))).toBe(exceeded);
  });

  test("takes no code of another person, client or step", async () => {
    const [phone, other] = [await bySmsPerson("jane"), await bySmsPerson("kim")];
    const [jane, kim] = [await begin(stage, "jane"), await begin(stage, "kim")];
    const code = await lastCode(server, phone);
    const invalid = "Invalid session for the user.";
    expect(await told(answerSms(stage, "kim", jane.Session, code))).toBe(invalid);
    expect(await told(answerSms(stage, "jane", kim.Session, code))).toBe(invalid);
    expect(await told(answerSms(stage, "kim", kim.Session, code))).toBe(mismatch);
    const elsewhere = { ...stage, ClientId: await passwordClient(server, stage.UserPoolId) };
    expect(await told(answerSms(elsewhere, "jane", jane.Session, code))).toBe(invalid);
    expect(await told(answerEmail(stage, "jane", jane.Session, code))).toBe(invalid);
    const asFirst = answer(stage, "SMS_OTP", jane.Session, { USERNAME: "jane", SMS_OTP_CODE: code });
    expect(await told(asFirst)).toBe(invalid);
    expect(await told(answerSms(stage, "kim", kim.Session, await lastCode(server, other)))).toBe("ok");
  });

  test("a code that went to a number which is no longer the person's is a wrong one", async () => {
    const phone = await bySmsPerson("lena");
    const { Session } = await begin(stage, "lena");
    const code = await lastCode(server, phone);
    const { UserPoolId } = stage;
    const UserAttributes = [{ Name: "phone_number", Value: "+15550999999" }];
    await server.admin.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username: "lena", UserAttributes }),
    );
    await expectFailure(answerSms(stage, "lena", Session, code), "CodeMismatchException", mismatch);
    expect(await attributesOf(server, stage.UserPoolId, "lena")).not.toMatchObject({
      phone_number_verified: "true",
    });
  });

  test("says what the pool wants said", async () => {
    const SmsAuthenticationMessage = "Lakeside says {####}.";
    const own = await mfaStage(server, {
      SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage },
    });
    const phone = await bySmsPerson("mona", own);
    await begin(own, "mona");
    expect((await lettersTo(server, phone))[0]?.text).toMatch(/^Lakeside says [0-9]{6}\.$/);
  });
});

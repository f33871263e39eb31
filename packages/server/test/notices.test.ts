/** AC-10: whoever has a verified e-mail address is told when a way into their account changes, by whomever. */
import {
  AdminCreateUserCommand,
  AdminDeleteSoftwareTokenCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  DeleteUserAttributesCommand,
  DeleteUserCommand,
  DeleteWebAuthnCredentialCommand,
  SetUserMFAPreferenceCommand,
  SetUserSettingsCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthenticator } from "./support/authenticator.ts";
import { lastCode } from "./support/inbox.ts";
import { type Mail, type MailServer, mailSettings, startMailServer } from "./support/mail-server.ts";
import { begin, byEmail, bySms, byTotp, enrol, mfaStage, SmsConfiguration } from "./support/mfa.ts";
import { choiceFlows, enrol as enrolPasskey, origin, relyingPartyId } from "./support/passkeys.ts";
import { told, wrongPassword } from "./support/password-flow.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { forget, nextPassword, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let mail: MailServer;
let server: TestServer;
let stage: Awaited<ReturnType<typeof mfaStage>>;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startTestServer([], {
    ...mailSettings(mail.url),
    POOLHOUSE_CUSTOM_SENDER_KEY: Buffer.alloc(32, 7).toString("base64"),
  });
  const WebAuthnConfiguration = { RelyingPartyId: relyingPartyId };
  const mfa = { ...byTotp, ...bySms, ...byEmail, WebAuthnConfiguration };
  const offering = await mfaStage(server, mfa, {
    SmsConfiguration,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
  });
  const ExplicitAuthFlows = [...choiceFlows];
  stage = { ...offering, ClientId: await passwordClient(server, offering.UserPoolId, { ExplicitAuthFlows }) };
});
afterAll(async () => {
  await server.close();
  await mail.close();
});

/** What arrived so far. */
async function mailsTo(name: string): Promise<readonly Mail[]> {
  await server.drain();
  return mail.mails.filter(({ recipients }) => recipients.includes(`${name}@example.com`));
}

/** What these are about. Several leave at once, in any order. */
async function subjectsTo(name: string): Promise<readonly (string | undefined)[]> {
  return (await mailsTo(name)).map((each) => each.header("subject")).toSorted();
}

async function person(name: string, email_verified = "true", UserPoolId = stage.UserPoolId, username = name) {
  const email = `${name}@example.com`;
  await createPerson(server, UserPoolId, username, { email, email_verified, phone_number: "+15550101234" });
}

async function signedIn(name: string): Promise<{ readonly AccessToken: string }> {
  const { AccessToken } = await signIn(server, stage.ClientId, name);
  return { AccessToken };
}

const on = { Enabled: true };
const off = { Enabled: false };

/** What is done by or to somebody of that name, and what the mail is about. */
const acts: readonly (readonly [string, string, (name: string) => Promise<unknown>])[] = [
  [
    "ChangePassword",
    "Your password was changed",
    async (name) => {
      const passwords = { PreviousPassword: password, ProposedPassword: nextPassword };
      await server.admin.send(new ChangePasswordCommand({ ...(await signedIn(name)), ...passwords }));
    },
  ],
  [
    "ConfirmForgotPassword",
    "Your password was changed",
    async (name) => {
      await forget(server, stage.ClientId, name);
      await recover(server, stage.ClientId, name, await lastCode(server, `${name}@example.com`));
    },
  ],
  [
    "AdminSetUserPassword",
    "Your password was changed",
    (Username) => {
      const { UserPoolId } = stage;
      const input = { UserPoolId, Username, Password: nextPassword, Permanent: true };
      return server.admin.send(new AdminSetUserPasswordCommand(input));
    },
  ],
  [
    "VerifySoftwareToken",
    "An authenticator app was added",
    async (name) => enrol(stage, (await signedIn(name)).AccessToken),
  ],
  [
    "AdminDeleteSoftwareToken",
    "Your authenticator app was removed",
    async (Username) => {
      await enrol(stage, (await signedIn(Username)).AccessToken);
      const { UserPoolId } = stage;
      await server.admin.send(new AdminDeleteSoftwareTokenCommand({ UserPoolId, Username }));
    },
  ],
  [
    "SetUserMFAPreference",
    "Your second factors were changed",
    async (name) =>
      server.admin.send(new SetUserMFAPreferenceCommand({ ...(await signedIn(name)), EmailMfaSettings: on })),
  ],
  [
    "AdminSetUserMFAPreference",
    "Your second factors were changed",
    (Username) => {
      const { UserPoolId } = stage;
      return server.admin.send(
        new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, SMSMfaSettings: on }),
      );
    },
  ],
  [
    "SetUserSettings",
    "Your second factors were changed",
    async (name) => {
      const MFAOptions = [{ DeliveryMedium: "SMS" as const, AttributeName: "phone_number" }];
      await server.admin.send(new SetUserSettingsCommand({ ...(await signedIn(name)), MFAOptions }));
    },
  ],
  [
    "CompleteWebAuthnRegistration",
    "A passkey was added",
    async (name) => enrolPasskey(stage, await signedIn(name), createAuthenticator({ origin })),
  ],
  [
    "DeleteWebAuthnCredential",
    "A passkey was removed",
    async (name) => {
      const token = await signedIn(name);
      const CredentialId = await enrolPasskey(stage, token, createAuthenticator({ origin }));
      await server.admin.send(new DeleteWebAuthnCredentialCommand({ ...token, CredentialId }));
    },
  ],
  [
    "UpdateUserAttributes",
    "Your email address was changed",
    async (name) => {
      const UserAttributes = [{ Name: "email", Value: `new-${name}@example.com` }];
      await server.admin.send(new UpdateUserAttributesCommand({ ...(await signedIn(name)), UserAttributes }));
    },
  ],
  [
    "AdminUpdateUserAttributes",
    "Your phone number was changed",
    async (Username) => {
      const { UserPoolId } = stage;
      const UserAttributes = [{ Name: "phone_number", Value: "+15550109999" }];
      await server.admin.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
    },
  ],
  [
    "DeleteUserAttributes",
    "Your email address was removed",
    async (name) => {
      const UserAttributeNames = ["email"];
      await server.admin.send(
        new DeleteUserAttributesCommand({ ...(await signedIn(name)), UserAttributeNames }),
      );
    },
  ],
  [
    "DeleteUser",
    "Your account was deleted",
    async (name) => server.admin.send(new DeleteUserCommand(await signedIn(name))),
  ],
];

describe("AC-10: a notice is sent after", () => {
  test.each(acts)("%s: %s", async (operation, subject, act) => {
    const name = operation.toLowerCase();
    await person(name);
    await act(name);
    expect((await subjectsTo(name)).filter((each) => each === subject)).toEqual([subject]);
  });

  test("an authenticator app that is set up on the way in", async () => {
    const strict = await mfaStage(server, { MfaConfiguration: "ON", ...byTotp });
    await person("way", "true", strict.UserPoolId);
    const { Session: begun } = await begin(strict, "way");
    const { SecretCode = "", Session } = await server.admin.send(
      new AssociateSoftwareTokenCommand({ Session: begun }),
    );
    const UserCode = totp(SecretCode, server.clock.now());
    await server.admin.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
    expect(await subjectsTo("way")).toEqual(["An authenticator app was added"]);
  });

  test("a second factor is turned off, whichever", async () => {
    await person("offa");
    const token = await signedIn("offa");
    await enrol(stage, token.AccessToken);
    const set = (SoftwareTokenMfaSettings: typeof on) =>
      server.admin.send(new SetUserMFAPreferenceCommand({ ...token, SoftwareTokenMfaSettings }));
    await set(on);
    expect(await mailsTo("offa")).toHaveLength(1);
    await set(off);
    expect(await subjectsTo("offa")).toEqual([
      "An authenticator app was added",
      "Your second factors were changed",
    ]);
    await set(off);
    expect(await mailsTo("offa")).toHaveLength(2);
  });

  test("a first password that somebody sets who had none", async () => {
    const Policies = {
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] },
    };
    const UserPoolId = await createPool(server, { Policies });
    const ClientId = await passwordClient(server, UserPoolId);
    const UserAttributes = [
      { Name: "email", Value: "newbie@example.com" },
      { Name: "email_verified", Value: "true" },
    ];
    await server.admin.send(new AdminCreateUserCommand({ UserPoolId, Username: "newbie", UserAttributes }));
    await forget(server, ClientId, "newbie");
    await recover(server, ClientId, "newbie", await lastCode(server, "newbie@example.com"));
    expect(await subjectsTo("newbie")).toContain("A password was set");
  });
});

test("AC-10: the mail says what happened and what to do, and repeats nobody's name as markup", async () => {
  await person("zoe", "true", stage.UserPoolId, "<b>zoe");
  const { UserPoolId } = stage;
  const input = { UserPoolId, Username: "<b>zoe", Password: nextPassword, Permanent: true };
  await server.admin.send(new AdminSetUserPasswordCommand(input));
  const [notice] = await mailsTo("zoe");
  expect(notice?.text).toContain("The password of your account <b>zoe was changed. If this was you,");
  expect(notice?.html).not.toContain("<b>");
});

describe("AC-10: no notice is sent", () => {
  test("to an address that is not known to be theirs", async () => {
    await person("uma", "false");
    await enrol(stage, (await signedIn("uma")).AccessToken);
    expect(await mailsTo("uma")).toEqual([]);
  });

  test("of a first password that an administrator gives", async () => {
    await person("ada");
    expect(await mailsTo("ada")).toEqual([]);
  });

  test("of what was refused", async () => {
    await person("rob");
    const token = await signedIn("rob");
    const passwords = { PreviousPassword: wrongPassword, ProposedPassword: nextPassword };
    expect(await told(server.admin.send(new ChangePasswordCommand({ ...token, ...passwords })))).not.toBe(
      "ok",
    );
    const CredentialId = "bm9uZQ";
    expect(
      await told(server.admin.send(new DeleteWebAuthnCredentialCommand({ ...token, CredentialId }))),
    ).not.toBe("ok");
    expect(await mailsTo("rob")).toEqual([]);
  });

  test("where a sender trigger carries the e-mails: it knows codes only", async () => {
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:sender";
    const UserPoolId = await createPool(server, {
      LambdaConfig: {
        CustomEmailSender: { LambdaArn: arn, LambdaVersion: "V1_0" },
        KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-000000000000",
      },
    });
    await person("sam", "true", UserPoolId);
    const input = { UserPoolId, Username: "sam", Password: nextPassword, Permanent: true };
    await server.admin.send(new AdminSetUserPasswordCommand(input));
    expect(await mailsTo("sam")).toEqual([]);
  });
});

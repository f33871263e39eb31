/** A forgotten password: the code, the new password, and what it ends. */
import { createHmac } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { expectFailure, passwordClient, refresh, signIn } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { forget, nextPassword, recover } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { attributeList, outcomes, signUp, times } from "./support/sign-up.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId);
});
afterAll(() => server.close());

const mismatch = "Invalid verification code provided, please try again.";
const expired = "Invalid code provided, please request a code again.";
const tooOften = "Attempt limit exceeded, please try after some time.";
const nobody = "Username/client id combination not found.";
const unreachable =
  "Cannot reset password for the user as there is no registered/verified email or phone_number";

const mailOf = (name: string) => `${name}@example.com`;
const person = (name: string) =>
  createPerson(server, UserPoolId, name, { email: mailOf(name), email_verified: "true" });
/** Somebody who has asked for a code, and the code. */
const forgetful = async (name: string) => {
  await person(name);
  await forget(server, ClientId, name);
  return lastCode(server, mailOf(name));
};
const statusOf = async (Username: string) =>
  (await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus;
const disable = (Username: string) =>
  server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username }));

describe("ForgotPassword", () => {
  test("sends a code by which the person chooses another password", async () => {
    await person("ada");
    expect((await forget(server, ClientId, "ada")).CodeDeliveryDetails).toEqual({
      Destination: "a***@e***",
      DeliveryMedium: "EMAIL",
      AttributeName: "email",
    });
    const code = await lastCode(server, mailOf("ada"));
    expect(code).toMatch(/^\d{6}$/);
    await signIn(server, ClientId, "ada");
    await recover(server, ClientId, "ada", code);
    await expectFailure(signIn(server, ClientId, "ada"), "NotAuthorizedException");
    await signIn(server, ClientId, "ada", nextPassword);
  });

  test("goes to the first verified address in the pool's order", async () => {
    const RecoveryMechanisms = [
      { Name: "verified_email", Priority: 2 },
      { Name: "verified_phone_number", Priority: 1 },
    ] as const;
    const pool = await createPool(server, {
      AccountRecoverySetting: { RecoveryMechanisms: [...RecoveryMechanisms] },
    });
    const client = await passwordClient(server, pool);
    const both = { email: mailOf("bo"), email_verified: "true", phone_number: "+15555550177" };
    await createPerson(server, pool, "bo", { ...both, phone_number_verified: "true" });
    await createPerson(server, pool, "bob", both);
    const mediumFor = async (name: string) =>
      (await forget(server, client, name)).CodeDeliveryDetails?.DeliveryMedium;
    expect(await mediumFor("bo")).toBe("SMS");
    expect(await mediumFor("bob")).toBe("EMAIL");
  });

  test("is refused to whom no verified address can reach, to the disabled and the unknown", async () => {
    await createPerson(server, UserPoolId, "mute", { email: mailOf("mute") });
    await expectFailure(forget(server, ClientId, "mute"), "InvalidParameterException", unreachable);
    await person("dan");
    await disable("dan");
    await expectFailure(forget(server, ClientId, "dan"), "NotAuthorizedException", "User is disabled.");
    await expectFailure(forget(server, ClientId, "nobody"), "UserNotFoundException", nobody);
  });

  test("is refused to whoever has not confirmed, or was only invited", async () => {
    await signUp(server, ClientId, "new", { email: mailOf("new") });
    await expectFailure(forget(server, ClientId, "new"), "InvalidParameterException", unreachable);
    const UserAttributes = attributeList({ email: mailOf("guest"), email_verified: "true" });
    const invite = { UserPoolId, Username: "guest", UserAttributes };
    await server.admin.send(new AdminCreateUserCommand(invite));
    const message = "User password cannot be reset in the current state.";
    await expectFailure(forget(server, ClientId, "guest"), "NotAuthorizedException", message);
  });

  test("is refused to everybody where only administrators recover accounts", async () => {
    const RecoveryMechanisms = [{ Name: "admin_only" as const, Priority: 1 }];
    const pool = await createPool(server, { AccountRecoverySetting: { RecoveryMechanisms } });
    const client = await passwordClient(server, pool, { PreventUserExistenceErrors: "ENABLED" });
    await createPerson(server, pool, "ada", { email: mailOf("ada"), email_verified: "true" });
    for (const name of ["ada", "nobody"]) {
      await expectFailure(forget(server, client, name), "InvalidParameterException", unreachable);
    }
  });

  test("AP-10: needs the proof of a client that has a secret, and so does its confirmation", async () => {
    const { clientId, clientSecret } = await createClient(server, UserPoolId, { GenerateSecret: true });
    await person("sec");
    const missing = `Client ${clientId} is configured with secret but SECRET_HASH was not received`;
    await expectFailure(forget(server, clientId, "sec"), "NotAuthorizedException", missing);
    await expectFailure(recover(server, clientId, "sec", "1"), "NotAuthorizedException", missing);
    const SecretHash = createHmac("sha256", clientSecret).update(`sec${clientId}`).digest("base64");
    const named = { ClientId: clientId, Username: "sec", SecretHash };
    await server.admin.send(new ForgotPasswordCommand(named));
    const ConfirmationCode = await lastCode(server, mailOf("sec"));
    const input = { ...named, ConfirmationCode, Password: nextPassword };
    await server.admin.send(new ConfirmForgotPasswordCommand(input));
  });
});

describe("ConfirmForgotPassword", () => {
  test("refuses a password that breaks the policy first, and the code stays good", async () => {
    const code = await forgetful("weak");
    for (const each of [code, "wrong"]) {
      const call = recover(server, ClientId, "weak", each, "short");
      await expectFailure(
        call,
        "InvalidPasswordException",
        "Password did not conform with policy: Password not long enough",
      );
    }
    await recover(server, ClientId, "weak", code);
  });

  test("refuses a wrong code, one that nobody asked for, and one of an hour ago", async () => {
    await person("paul");
    await expectFailure(recover(server, ClientId, "paul", "123456"), "ExpiredCodeException", expired);
    const code = await forgetful("petra");
    const wrong = recover(server, ClientId, "petra", otherThan(code));
    await expectFailure(wrong, "CodeMismatchException", mismatch);
    server.advance(3600);
    await expectFailure(recover(server, ClientId, "petra", code), "ExpiredCodeException", expired);
    await signIn(server, ClientId, "petra");
  });

  test("says who is unknown, disabled or unconfirmed", async () => {
    await expectFailure(recover(server, ClientId, "nobody", "1"), "UserNotFoundException", nobody);
    const code = await forgetful("gone");
    await disable("gone");
    const call = recover(server, ClientId, "gone", code);
    await expectFailure(call, "NotAuthorizedException", "User is disabled.");
    await signUp(server, ClientId, "early");
    const message = "User is not confirmed.";
    await expectFailure(recover(server, ClientId, "early", "1"), "UserNotConfirmedException", message);
  });

  test("AC-06: of fifty with the right code at once, one sets its password", async () => {
    const code = await forgetful("race");
    const passwords = times(50, (index) => `Racing-Horse-${index}`);
    const calls = passwords.map((each) => recover(server, ClientId, "race", code, each));
    expect((await outcomes(calls))["ok"]).toBe(1);
    const results = await Promise.allSettled(calls);
    const winner = passwords[results.findIndex(({ status }) => status === "fulfilled")];
    // Those who came too late may have locked the account for a while.
    server.advance(900);
    await signIn(server, ClientId, "race", winner);
  });

  test("AC-03: of a hundred wrong codes at once, no more are looked at than the lock-out allows", async () => {
    const code = await forgetful("storm");
    const calls = times(100, () => recover(server, ClientId, "storm", otherThan(code)));
    expect(await outcomes(calls)).toEqual({ CodeMismatchException: 5, LimitExceededException: 95 });
    await expectFailure(
      signIn(server, ClientId, "storm"),
      "NotAuthorizedException",
      "Password attempts exceeded",
    );
  });

  test("AC-05: the right code opens an account that wrong passwords have locked", async () => {
    await person("locked");
    for (let guess = 0; guess < 5; guess++) {
      await signIn(server, ClientId, "locked", `${password}${guess}`).catch(() => undefined);
    }
    await forget(server, ClientId, "locked");
    server.advance(1);
    await recover(server, ClientId, "locked", await lastCode(server, mailOf("locked")));
    // The failures of before are forgotten: the next one does not lock again.
    await expectFailure(signIn(server, ClientId, "locked"), "NotAuthorizedException");
    await signIn(server, ClientId, "locked", nextPassword);
  });

  test("AC-07: a new code kills the one before", async () => {
    const old = await forgetful("twice");
    await forget(server, ClientId, "twice");
    const code = await lastCode(server, mailOf("twice"));
    await expectFailure(recover(server, ClientId, "twice", old), "CodeMismatchException", mismatch);
    await recover(server, ClientId, "twice", code);
  });

  test("AC-09: ends every sign-in of the person", async () => {
    await person("nina");
    const { AccessToken, RefreshToken } = await signIn(server, ClientId, "nina");
    await forget(server, ClientId, "nina");
    await recover(server, ClientId, "nina", await lastCode(server, mailOf("nina")));
    const change = { AccessToken, PreviousPassword: nextPassword, ProposedPassword: password };
    const message = "Access Token has been revoked";
    const call = server.admin.send(new ChangePasswordCommand(change));
    await expectFailure(call, "NotAuthorizedException", message);
    await expectFailure(refresh(server, ClientId, RefreshToken), "NotAuthorizedException");
  });

  test("verifies nothing, and confirms nobody by the way", async () => {
    const code = await forgetful("plain");
    await recover(server, ClientId, "plain", code);
    const found = await server.admin.send(new AdminGetUserCommand({ UserPoolId, Username: "plain" }));
    expect(found.UserStatus).toBe("CONFIRMED");
    expect(found.UserAttributes?.map(({ Name }) => Name)).toEqual(["sub", "email", "email_verified"]);
  });
});

test("somebody whose password an administrator reset chooses another by the code they were sent", async () => {
  await person("rita");
  await server.admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: "rita" }));
  await expectFailure(signIn(server, ClientId, "rita"), "PasswordResetRequiredException");
  const [letter] = await lettersTo(server, mailOf("rita"));
  expect(letter?.source).toBe("ForgotPassword");
  await recover(server, ClientId, "rita", await lastCode(server, mailOf("rita")));
  expect(await statusOf("rita")).toBe("CONFIRMED");
  await signIn(server, ClientId, "rita", nextPassword);
});

describe("AC-09: a code is dead once", () => {
  const cases: Record<string, (name: string) => Promise<unknown>> = {
    "an administrator sets a password": (Username) =>
      server.admin.send(
        new AdminSetUserPasswordCommand({
          UserPoolId,
          Username,
          Password: "Fourth-Horse-4",
          Permanent: true,
        }),
      ),
    "the person changes their password": async (name) => {
      const { AccessToken } = await signIn(server, ClientId, name);
      const input = { AccessToken, PreviousPassword: password, ProposedPassword: "Fourth-Horse-4" };
      await server.admin.send(new ChangePasswordCommand(input));
    },
    "the address is another": (Username) => {
      const UserAttributes = attributeList({ email: "other@example.com", email_verified: "true" });
      return server.admin.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }),
      );
    },
    "the address is no longer verified": (Username) => {
      const UserAttributes = attributeList({ email_verified: "false" });
      return server.admin.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }),
      );
    },
  };

  test.each(Object.entries(cases))("%s", async (when, change) => {
    const name = when.replaceAll(" ", "-");
    const code = await forgetful(name);
    await change(name);
    await expectFailure(recover(server, ClientId, name, code), "ExpiredCodeException", expired);
  });
});

test("TK-18: a code of before does not open a disabled account, and does once it is enabled again", async () => {
  const code = await forgetful("back");
  await disable("back");
  await expectFailure(recover(server, ClientId, "back", code), "NotAuthorizedException");
  await server.admin.send(new AdminEnableUserCommand({ UserPoolId, Username: "back" }));
  await recover(server, ClientId, "back", code);
});

test("codes asked for and codes tried count together: twenty an hour", async () => {
  await person("busy");
  for (let round = 0; round < 10; round++) {
    await forget(server, ClientId, "busy");
    await recover(server, ClientId, "busy", "000000").catch(() => undefined);
    server.advance(100);
  }
  await expectFailure(forget(server, ClientId, "busy"), "LimitExceededException", tooOften);
  await expectFailure(recover(server, ClientId, "busy", "1"), "LimitExceededException", tooOften);
  server.advance(3600);
  await forget(server, ClientId, "busy");
});

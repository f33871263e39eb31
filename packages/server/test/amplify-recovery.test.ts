/** Amplify v6 when a password is forgotten, or an administrator has taken it away. */
import { confirmResetPassword, resetPassword, signIn } from "@aws-amplify/auth";
import { AdminResetUserPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  amplifyApp,
  amplifyStory,
  done,
  email,
  phone,
  signedIn,
  startAmplifyServer,
} from "./support/amplify.ts";
import { lastCode, otherThan } from "./support/inbox.ts";
import { expectFailure, refresh } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const username = "ada";
const newPassword = "Better-Battery-8";
const asked = (attributeName: "email" | "phone_number") => ({
  isPasswordReset: false,
  nextStep: {
    resetPasswordStep: "CONFIRM_RESET_PASSWORD_WITH_CODE",
    codeDeliveryDetails:
      attributeName === "email"
        ? { attributeName, deliveryMedium: "EMAIL", destination: "a***@e***" }
        : { attributeName, deliveryMedium: "SMS", destination: "+*******0100" },
  },
});
const hiding = { client: { PreventUserExistenceErrors: "ENABLED" } } as const;

describe("a forgotten password", () => {
  test("is replaced with a code, once", async () => {
    await amplifyStory(server);
    expect(await resetPassword({ username })).toEqual(asked("email"));
    const confirmationCode = await lastCode(server, email);
    // The old one holds until then.
    expect(await signIn({ username, password })).toEqual(done);
    const wrong = confirmResetPassword({
      username,
      newPassword,
      confirmationCode: otherThan(confirmationCode),
    });
    await expectFailure(
      wrong,
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    );
    await expectFailure(
      confirmResetPassword({ username, newPassword: "short", confirmationCode }),
      "InvalidPasswordException",
    );
    await confirmResetPassword({ username, newPassword, confirmationCode });
    await expectFailure(
      confirmResetPassword({ username, newPassword: password, confirmationCode }),
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    );
  });

  test("is no way in afterwards, and every sign-in before it has ended (AC-09)", async () => {
    const story = await signedIn(server);
    const { "ada.refreshToken": earlier = "" } = story.kept();
    await resetPassword({ username });
    const confirmationCode = await lastCode(server, email);
    await confirmResetPassword({ username, newPassword, confirmationCode });
    await expectFailure(refresh(server, story.clientId, earlier), "NotAuthorizedException");
    story.forget();
    await expectFailure(signIn({ username, password }), "NotAuthorizedException");
    expect(await signIn({ username, password: newPassword })).toEqual(done);
  });

  test("is recovered by text message where the pool prefers it", async () => {
    const RecoveryMechanisms = [
      { Name: "verified_phone_number" as const, Priority: 1 },
      { Name: "verified_email" as const, Priority: 2 },
    ];
    await amplifyStory(server, { pool: { AccountRecoverySetting: { RecoveryMechanisms } } });
    expect(await resetPassword({ username })).toEqual(asked("phone_number"));
    const confirmationCode = await lastCode(server, phone);
    await confirmResetPassword({ username, newPassword, confirmationCode });
    expect(await signIn({ username, password: newPassword })).toEqual(done);
  });

  test("code is good for an hour", async () => {
    await amplifyStory(server);
    await resetPassword({ username });
    const confirmationCode = await lastCode(server, email);
    server.advance(3601);
    await expectFailure(
      confirmResetPassword({ username, newPassword, confirmationCode }),
      "ExpiredCodeException",
      "Invalid code provided, please request a code again.",
    );
  });

  test("cannot be recovered by whoever has no verified address", async () => {
    const { userPoolId } = await amplifyApp(server);
    await createPerson(server, userPoolId, username, { email });
    await expectFailure(
      resetPassword({ username }),
      "InvalidParameterException",
      "Cannot reset password for the user as there is no registered/verified email or phone_number",
    );
  });

  test("of a name nobody has is told apart only where the client allows it", async () => {
    await amplifyApp(server);
    const nobody = { username: "nobody" };
    await expectFailure(resetPassword(nobody), "UserNotFoundException");
    const guess = { ...nobody, newPassword, confirmationCode: "123456" };
    await expectFailure(confirmResetPassword(guess), "UserNotFoundException");
    await amplifyApp(server, hiding);
    const { nextStep } = await resetPassword(nobody);
    expect(nextStep).toMatchObject({
      resetPasswordStep: "CONFIRM_RESET_PASSWORD_WITH_CODE",
      codeDeliveryDetails: { destination: expect.stringContaining("***") },
    });
    expect((await resetPassword(nobody)).nextStep).toEqual(nextStep);
    await expectFailure(confirmResetPassword(guess), "CodeMismatchException");
  });
});

describe("a password taken away by an administrator", () => {
  test("leads to the reset, and a new one leads in", async () => {
    const { userPoolId: UserPoolId } = await amplifyStory(server);
    await server.admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: username }));
    expect(await signIn({ username, password })).toEqual({
      isSignedIn: false,
      nextStep: { signInStep: "RESET_PASSWORD" },
    });
    const confirmationCode = await lastCode(server, email);
    await confirmResetPassword({ username, newPassword, confirmationCode });
    expect(await signIn({ username, password: newPassword })).toEqual(done);
  });

  test("leads to a code that the person asked for themselves, too", async () => {
    const { userPoolId: UserPoolId } = await amplifyStory(server);
    await server.admin.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: username }));
    server.advance(1);
    expect(await resetPassword({ username })).toEqual(asked("email"));
    const confirmationCode = await lastCode(server, email);
    await confirmResetPassword({ username, newPassword, confirmationCode });
    expect(await signIn({ username, password: newPassword })).toEqual(done);
  });
});

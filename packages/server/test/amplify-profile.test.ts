/** Amplify v6 and what a person does with their account: attributes, addresses that need proof, password, end. */
import {
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  fetchUserAttributes,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  updatePassword,
  updateUserAttribute,
  updateUserAttributes,
} from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { done, expectNothingKept, phone, signedIn, startAmplifyServer } from "./support/amplify.ts";
import { lastCode, otherThan } from "./support/inbox.ts";
import { expectFailure } from "./support/people.ts";
import { createPerson, password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const newPassword = "Better-Battery-8";
const newEmail = "countess@example.com";
const waitsForCode = {
  isUpdated: false,
  nextStep: {
    updateAttributeStep: "CONFIRM_ATTRIBUTE_WITH_CODE",
    codeDeliveryDetails: { attributeName: "email", deliveryMedium: "EMAIL", destination: "c***@e***" },
  },
};
const updated = { isUpdated: true, nextStep: { updateAttributeStep: "DONE" } };

const confirmEmail = (confirmationCode: string) =>
  confirmUserAttribute({ userAttributeKey: "email", confirmationCode });

describe("attributes", () => {
  test("are read and changed, and an address waits for its code", async () => {
    const { person } = await signedIn(server);
    const userAttributes = { nickname: "Countess", email: newEmail };
    expect(await updateUserAttributes({ userAttributes })).toEqual({
      nickname: updated,
      email: waitsForCode,
    });
    expect(await fetchUserAttributes()).toEqual({
      sub: person.sub,
      nickname: "Countess",
      email: newEmail,
      email_verified: "false",
      phone_number: phone,
      phone_number_verified: "true",
    });
    const code = await lastCode(server, newEmail);
    await expectFailure(
      confirmEmail(otherThan(code)),
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    );
    await confirmEmail(code);
    expect(await fetchUserAttributes()).toMatchObject({ email: newEmail, email_verified: "true" });
    await expectFailure(confirmEmail(code), "ExpiredCodeException");
  });

  test("reach the next ID token", async () => {
    await signedIn(server);
    expect(await updateUserAttribute({ userAttribute: { attributeKey: "name", value: "Ada" } })).toEqual(
      updated,
    );
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.idToken?.payload["name"]).toBe("Ada");
    await deleteUserAttributes({ userAttributeKeys: ["name"] });
    expect(await fetchUserAttributes()).not.toHaveProperty("name");
  });

  test("that wait for proof leave the old address in its place until then", async () => {
    const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ["email" as const] };
    await signedIn(server, { pool: { UserAttributeUpdateSettings, AliasAttributes: ["email"] } });
    const userAttribute = { attributeKey: "email", value: newEmail } as const;
    expect(await updateUserAttribute({ userAttribute })).toEqual(waitsForCode);
    const old = { email: "ada@example.com", email_verified: "true" };
    expect(await fetchUserAttributes()).toMatchObject(old);
    await confirmEmail(await lastCode(server, newEmail));
    expect(await fetchUserAttributes()).toMatchObject({ email: newEmail, email_verified: "true" });
    await signOut();
    await expectFailure(signIn({ username: old.email, password }), "UserNotFoundException");
    expect(await signIn({ username: newEmail, password })).toEqual(done);
  });

  test("get another code on demand", async () => {
    await signedIn(server);
    await updateUserAttribute({ userAttribute: { attributeKey: "email", value: newEmail } });
    const first = await lastCode(server, newEmail);
    const { codeDeliveryDetails } = waitsForCode.nextStep;
    expect(await sendUserAttributeVerificationCode({ userAttributeKey: "email" })).toEqual(
      codeDeliveryDetails,
    );
    const second = await lastCode(server, newEmail);
    if (first !== second) await expectFailure(confirmEmail(first), "CodeMismatchException");
    await confirmEmail(second);
    expect(await fetchUserAttributes()).toMatchObject({ email_verified: "true" });
  });

  test("an address that is somebody's alias cannot be proven a second time", async () => {
    const { userPoolId } = await signedIn(server, { pool: { AliasAttributes: ["email"] } });
    await createPerson(server, userPoolId, "grace", { email: newEmail, email_verified: "true" });
    const update = updateUserAttribute({ userAttribute: { attributeKey: "email", value: newEmail } });
    const prove = update.then(async () => confirmEmail(await lastCode(server, newEmail)));
    await expectFailure(prove, "AliasExistsException");
  });

  test("cannot be called verified by their owner", async () => {
    await signedIn(server);
    await expectFailure(
      updateUserAttribute({ userAttribute: { attributeKey: "email_verified", value: "true" } }),
      "NotAuthorizedException",
      "A client attempted to write unauthorized attribute",
    );
  });
});

describe("an account", () => {
  test("gets another password", async () => {
    await signedIn(server);
    await expectFailure(
      updatePassword({ oldPassword: "Wrong-Horse-7", newPassword }),
      "NotAuthorizedException",
      "Incorrect username or password.",
    );
    await expectFailure(
      updatePassword({ oldPassword: password, newPassword: "short" }),
      "InvalidPasswordException",
    );
    await updatePassword({ oldPassword: password, newPassword });
    await signOut();
    await expectFailure(signIn({ username: "ada", password }), "NotAuthorizedException");
    expect(await signIn({ username: "ada", password: newPassword })).toEqual(done);
  });

  test("keeps passwords from coming back, where the pool remembers them", async () => {
    const Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } };
    await signedIn(server, { pool: { Policies } });
    await updatePassword({ oldPassword: password, newPassword });
    await expectFailure(
      updatePassword({ oldPassword: newPassword, newPassword: password }),
      "PasswordHistoryPolicyViolationException",
    );
  });

  test("is deleted", async () => {
    const story = await signedIn(server);
    await deleteUser();
    await expectNothingKept(story);
    await expectFailure(signIn({ username: "ada", password }), "UserNotFoundException");
  });
});

/** Amplify v6, as it comes from npm: its sign-in, its own way to refresh and to keep tokens, and the profile of who is signed in. */

import {
  confirmSignIn,
  deleteUser,
  fetchUserAttributes,
  getCurrentUser,
  signIn,
  signOut,
  updatePassword,
  updateUserAttributes,
} from "@aws-amplify/auth";
import { AUTH_KEY_PREFIX, cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify, ConsoleLogger, fetchAuthSession, type KeyValueStorageInterface } from "@aws-amplify/core";
import {
  AdminCreateUserCommand,
  type CreateUserPoolClientCommandInput,
  GetTokensFromRefreshTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { expectFailure, passwordClient, signIn as signInBySdk } from "./support/people.ts";
import { createPerson, createPool, password, type TestPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { issueCode, redeem, redirectUri } from "./support/sign-in.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  // It warns that the endpoint is not AWS's.
  ConsoleLogger.LOG_LEVEL = "ERROR";
});
afterAll(() => server.close());

const newPassword = "Better-Battery-8";
const passwordFlow = { authFlowType: "USER_PASSWORD_AUTH" } as const;
const rotation = (seconds: number) => ({
  ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH" as const],
  RefreshTokenRotation: { Feature: "ENABLED" as const, RetryGracePeriodSeconds: seconds },
});

interface Story {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly person: TestPerson;
  /** What Amplify keeps, by its own names without their common beginning. */
  readonly kept: () => Record<string, string>;
  readonly keep: (name: string, value: string) => void;
}

/** Amplify as an app would set it up, with a storage of its own. */
async function story(settings: Partial<CreateUserPoolClientCommandInput> = {}): Promise<Story> {
  const userPoolId = await createPool(server, { AutoVerifiedAttributes: ["email"] });
  const clientId = await passwordClient(server, userPoolId, settings);
  const person = await createPerson(server, userPoolId, "ada", {
    email: "ada@example.com",
    email_verified: "true",
  });
  const Auth = {
    Cognito: {
      userPoolId,
      userPoolClientId: clientId,
      userPoolEndpoint: server.url,
      loginWith: { username: true },
    },
  };
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  const items = new Map<string, string>();
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storageIn(items));
  const prefix = `${AUTH_KEY_PREFIX}.${clientId}.`;
  return {
    userPoolId,
    clientId,
    person,
    kept: () => Object.fromEntries([...items].map(([key, value]) => [key.replace(prefix, ""), value])),
    keep: (name, value) => items.set(prefix + name, value),
  };
}

function storageIn(items: Map<string, string>): KeyValueStorageInterface {
  return {
    setItem: async (key, value) => {
      items.set(key, value);
    },
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => {
      items.delete(key);
    },
    clear: async () => items.clear(),
  };
}

async function signedIn(settings: Partial<CreateUserPoolClientCommandInput> = {}): Promise<Story> {
  const told = await story(settings);
  const answer = await signIn({ username: "ada", password, options: passwordFlow });
  expect(answer).toEqual({ isSignedIn: true, nextStep: { signInStep: "DONE" } });
  return told;
}

/** Amplify clears without waiting for it. */
async function expectNothingKept({ kept }: Story): Promise<void> {
  await vi.waitFor(() => expect(kept()).toEqual({}));
}

describe("Amplify refreshes", () => {
  test.each([
    { name: "without rotation", settings: {}, isRotating: false },
    { name: "with rotation", settings: rotation(0), isRotating: true },
  ])("tokens that another sign-in left in its storage, $name", async ({ settings, isRotating }) => {
    const { clientId, person, kept, keep } = await story(settings);
    const { AccessToken, RefreshToken } = await signInBySdk(server, clientId, "ada");
    keep("LastAuthUser", "ada");
    keep("ada.accessToken", AccessToken);
    keep("ada.refreshToken", RefreshToken);
    keep("ada.clockDrift", "0");

    expect((await fetchAuthSession()).tokens?.accessToken.toString()).toBe(AccessToken);
    const { tokens, userSub } = await fetchAuthSession({ forceRefresh: true });
    expect(userSub).toBe(person.sub);
    expect(tokens?.accessToken.toString()).not.toBe(AccessToken);
    expect(tokens?.idToken?.payload).toMatchObject({ token_use: "id", email: "ada@example.com" });
    expect(kept()["ada.accessToken"]).toBe(tokens?.accessToken.toString());
    expect(kept()["ada.refreshToken"] === RefreshToken).toBe(!isRotating);
    // What it kept is good for the next time.
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined();
  });

  test("by itself when the hour is over", async () => {
    await signedIn();
    const before = (await fetchAuthSession()).tokens?.accessToken;
    expect((await fetchAuthSession()).tokens?.accessToken.toString()).toBe(before?.toString());
    server.advance(3700);
    vi.useFakeTimers({ toFake: ["Date"], now: server.clock.now() });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const after = (await fetchAuthSession()).tokens?.accessToken;
    expect(after?.payload.iat).toBe((before?.payload.iat ?? 0) + 3700);
  });

  test("once for many callers at the same time", async () => {
    await signedIn(rotation(0));
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => fetchAuthSession({ forceRefresh: true })),
    );
    expect(new Set(sessions.map(({ tokens }) => tokens?.accessToken.toString())).size).toBe(1);
  });

  test("tokens that came from the authorization code", async () => {
    const flows = { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code" as const] };
    const scopes = ["openid", "aws.cognito.signin.user.admin"];
    const settings = { ...flows, AllowedOAuthScopes: scopes, CallbackURLs: [redirectUri] };
    const { userPoolId, clientId, person, keep } = await story(settings);
    const client = { clientId, clientSecret: "" };
    const { body } = await redeem(
      server,
      client,
      await issueCode(server, { poolId: userPoolId, client, person, scopes }),
    );
    keep("LastAuthUser", "ada");
    keep("ada.accessToken", body.access_token ?? "");
    keep("ada.refreshToken", body.refresh_token ?? "");
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.accessToken.payload.scope?.split(" ").toSorted()).toEqual(scopes.toSorted());
    expect(await fetchUserAttributes()).toMatchObject({ email: "ada@example.com" });
  });
});

describe("Amplify forgets its tokens when", () => {
  test("a refresh token has been used before", async () => {
    const told = await signedIn(rotation(0));
    const spent = told.kept()["ada.refreshToken"] ?? "";
    await fetchAuthSession({ forceRefresh: true });
    told.keep("ada.refreshToken", spent);
    await expectFailure(fetchAuthSession({ forceRefresh: true }), "RefreshTokenReuseException");
    await expectNothingKept(told);
  });

  test("the refresh token has been revoked", async () => {
    const told = await signedIn();
    const other = told.kept()["ada.refreshToken"] ?? "";
    await signOut();
    await expectNothingKept(told);
    const again = new GetTokensFromRefreshTokenCommand({ ClientId: told.clientId, RefreshToken: other });
    await expectFailure(server.admin.send(again), "NotAuthorizedException", "Refresh Token has been revoked");

    await signIn({ username: "ada", password, options: passwordFlow });
    told.keep("ada.refreshToken", other);
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
    await expectNothingKept(told);
  });

  test("the refresh token is none of ours", async () => {
    const told = await signedIn();
    told.keep("ada.refreshToken", "eyJhbGciOiJkaXIifQ..nobody.knows.it");
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
    await expectNothingKept(told);
  });
});

describe("Amplify lets a person", () => {
  test("sign in and be known", async () => {
    const { person, kept } = await signedIn();
    expect(await getCurrentUser()).toMatchObject({ username: "ada", userId: person.sub });
    expect(Object.keys(kept()).toSorted()).toEqual(
      [
        "LastAuthUser",
        "ada.accessToken",
        "ada.clockDrift",
        "ada.idToken",
        "ada.refreshToken",
        "ada.signInDetails",
      ].toSorted(),
    );
  });

  test("read why a sign-in failed", async () => {
    await story();
    const call = signIn({ username: "ada", password: "Wrong-Horse-7", options: passwordFlow });
    await expectFailure(call, "NotAuthorizedException", "Incorrect username or password.");
  });

  test("choose the new password that an invitation asks for", async () => {
    const { userPoolId } = await story();
    const invitation = { UserPoolId: userPoolId, Username: "grace", TemporaryPassword: password };
    await server.admin.send(new AdminCreateUserCommand({ ...invitation, MessageAction: "SUPPRESS" }));
    const first = await signIn({ username: "grace", password, options: passwordFlow });
    expect(first).toMatchObject({
      isSignedIn: false,
      nextStep: { signInStep: "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED" },
    });
    await expectFailure(confirmSignIn({ challengeResponse: "short" }), "InvalidPasswordException");
    const options = { userAttributes: { name: "Grace" } };
    const second = await confirmSignIn({ challengeResponse: newPassword, options });
    expect(second).toEqual({ isSignedIn: true, nextStep: { signInStep: "DONE" } });
    expect(await fetchUserAttributes()).toMatchObject({ name: "Grace" });
  });

  test("read and change attributes, and learn which of them wait for a code", async () => {
    const { person } = await signedIn();
    const userAttributes = { nickname: "Countess", email: "countess@example.com" };
    expect(await updateUserAttributes({ userAttributes })).toEqual({
      nickname: { isUpdated: true, nextStep: { updateAttributeStep: "DONE" } },
      email: {
        isUpdated: false,
        nextStep: {
          updateAttributeStep: "CONFIRM_ATTRIBUTE_WITH_CODE",
          codeDeliveryDetails: { attributeName: "email", deliveryMedium: "EMAIL", destination: "c***@e***" },
        },
      },
    });
    expect(await fetchUserAttributes()).toEqual({
      sub: person.sub,
      nickname: "Countess",
      email: "countess@example.com",
      email_verified: "false",
    });
  });

  test("change the password", async () => {
    await signedIn();
    await expectFailure(
      updatePassword({ oldPassword: "Wrong-Horse-7", newPassword }),
      "NotAuthorizedException",
    );
    await updatePassword({ oldPassword: password, newPassword });
    await signOut();
    await expectFailure(
      signIn({ username: "ada", password, options: passwordFlow }),
      "NotAuthorizedException",
    );
    expect(await signIn({ username: "ada", password: newPassword, options: passwordFlow })).toMatchObject({
      isSignedIn: true,
    });
  });

  test("sign out everywhere", async () => {
    const told = await signedIn();
    const elsewhere = await signInBySdk(server, told.clientId, "ada");
    await signOut({ global: true });
    await expectNothingKept(told);
    const { clientId: ClientId } = told;
    const again = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: elsewhere.RefreshToken });
    await expectFailure(server.admin.send(again), "NotAuthorizedException");
  });

  test("delete the account", async () => {
    const told = await signedIn();
    await deleteUser();
    await expectNothingKept(told);
    await expectFailure(
      signIn({ username: "ada", password, options: passwordFlow }),
      "UserNotFoundException",
    );
  });
});

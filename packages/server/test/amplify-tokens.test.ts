/** Amplify v6's own way to keep tokens: when it refreshes them, what it sends for it, and when it forgets them. */
import { fetchUserAttributes, signIn, signOut } from "@aws-amplify/auth";
import { fetchAuthSession } from "@aws-amplify/core";
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  type AmplifyApp,
  type AppSettings,
  amplifyStory,
  expectNothingKept,
  signedIn,
  startAmplifyServer,
} from "./support/amplify.ts";
import { expectFailure, signIn as signInBySdk } from "./support/people.ts";
import { password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";
import { issueCode, redeem, redirectUri } from "./support/sign-in.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startAmplifyServer();
});
afterAll(() => server.close());

const rotation = (RetryGracePeriodSeconds: number): AppSettings => ({
  client: {
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds },
  },
});

const refreshed = async () => (await fetchAuthSession({ forceRefresh: true })).tokens;

function spend({ clientId: ClientId }: AmplifyApp, RefreshToken: string) {
  return server.admin.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
}

describe("Amplify refreshes", () => {
  test.each([
    { name: "without rotation", settings: {}, isRotating: false },
    { name: "with rotation", settings: rotation(0), isRotating: true },
  ])("tokens that another sign-in left in its storage, $name", async ({ settings, isRotating }) => {
    const { clientId, person, kept, keep } = await amplifyStory(server, settings);
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
    expect(await refreshed()).toBeDefined();
  });

  test("by itself when the hour is over", async () => {
    await signedIn(server);
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
    await signedIn(server, rotation(0));
    const sessions = await Promise.all(Array.from({ length: 10 }, () => refreshed()));
    expect(new Set(sessions.map((tokens) => tokens?.accessToken.toString())).size).toBe(1);
  });

  test("again with the same token in the grace period, and gets the same successor", async () => {
    const story = await signedIn(server, rotation(60));
    const first = story.kept()["ada.refreshToken"] ?? "";
    await refreshed();
    const successor = story.kept()["ada.refreshToken"];
    expect(successor).not.toBe(first);
    story.keep("ada.refreshToken", first);
    await refreshed();
    expect(story.kept()["ada.refreshToken"]).toBe(successor);
  });

  test("tokens that came from the authorization code", async () => {
    const scopes = ["openid", "aws.cognito.signin.user.admin"];
    const { userPoolId, clientId, person, keep } = await amplifyStory(server, {
      client: {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: scopes,
        CallbackURLs: [redirectUri],
      },
    });
    const client = { clientId, clientSecret: "" };
    const code = await issueCode(server, { poolId: userPoolId, client, person, scopes });
    const { body } = await redeem(server, client, code);
    keep("LastAuthUser", "ada");
    keep("ada.accessToken", body.access_token ?? "");
    keep("ada.refreshToken", body.refresh_token ?? "");
    const tokens = await refreshed();
    expect(tokens?.accessToken.payload.scope?.split(" ").toSorted()).toEqual(scopes.toSorted());
    expect(await fetchUserAttributes()).toMatchObject({ email: "ada@example.com" });
  });
});

describe("Amplify forgets its tokens when", () => {
  test("a refresh token has been used before", async () => {
    const story = await signedIn(server, rotation(0));
    const spent = story.kept()["ada.refreshToken"] ?? "";
    await refreshed();
    story.keep("ada.refreshToken", spent);
    await expectFailure(refreshed(), "RefreshTokenReuseException");
    await expectNothingKept(story);
  });

  test("the refresh token has been revoked", async () => {
    const story = await signedIn(server);
    const other = story.kept()["ada.refreshToken"] ?? "";
    await signOut();
    await expectNothingKept(story);
    await expectFailure(spend(story, other), "NotAuthorizedException", "Refresh Token has been revoked");

    await signIn({ username: "ada", password });
    story.keep("ada.refreshToken", other);
    expect(await refreshed()).toBeUndefined();
    await expectNothingKept(story);
  });

  test("the refresh token is none of ours", async () => {
    const story = await signedIn(server);
    story.keep("ada.refreshToken", "eyJhbGciOiJkaXIifQ..nobody.knows.it");
    expect(await refreshed()).toBeUndefined();
    await expectNothingKept(story);
  });

  test.each([
    ["signed the person out", AdminUserGlobalSignOutCommand],
    ["disabled the person", AdminDisableUserCommand],
    ["deleted the person", AdminDeleteUserCommand],
  ])("an administrator has %s", async (_what, Command) => {
    const story = await signedIn(server);
    const input = { UserPoolId: story.userPoolId, Username: "ada" };
    // The three commands' types have nothing in common that `send` takes.
    await server.admin.send(new Command(input) as AdminDisableUserCommand);
    expect(await refreshed().catch(() => undefined)).toBeUndefined();
    await expectNothingKept(story);
  });
});

describe("Amplify signs a person out", () => {
  test("here, and leaves the other devices alone", async () => {
    const story = await signedIn(server);
    const elsewhere = await signInBySdk(server, story.clientId, "ada");
    const here = story.kept()["ada.refreshToken"] ?? "";
    const access = story.kept()["ada.accessToken"] ?? "";
    await signOut();
    await expectNothingKept(story);
    await expectFailure(spend(story, here), "NotAuthorizedException", "Refresh Token has been revoked");
    await expectFailure(
      server.admin.send(new GetUserCommand({ AccessToken: access })),
      "NotAuthorizedException",
    );
    expect((await spend(story, elsewhere.RefreshToken)).AuthenticationResult).toBeDefined();
  });

  test("everywhere", async () => {
    const story = await signedIn(server);
    const elsewhere = await signInBySdk(server, story.clientId, "ada");
    await signOut({ global: true });
    await expectNothingKept(story);
    await expectFailure(spend(story, elsewhere.RefreshToken), "NotAuthorizedException");
    expect(await signIn({ username: "ada", password })).toMatchObject({ isSignedIn: true });
  });
});

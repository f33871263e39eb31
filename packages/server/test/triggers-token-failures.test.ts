/** A PreTokenGeneration that fails: what each door answers, and that nothing is used up by it. */
import { GetTokensFromRefreshTokenCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectEveryCauseTold } from "./support/chapters.ts";
import { answerOf, browserOf, claimsOf, signIn as signInOnPage } from "./support/hosted.ts";
import { callHouse } from "./support/house.ts";
import { refresh } from "./support/oauth.ts";
import { expectOAuthFailure } from "./support/oauth-failure.ts";
import { expectFailure, refresh as refreshAtApi } from "./support/people.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { issueCode, redeem, signInByCode, signInByPassword } from "./support/sign-in.ts";
import {
  nothing,
  rotating,
  type TokenTriggerSettings,
  tokenTriggerStage,
  type Version,
} from "./support/token-trigger.ts";
import { startTriggerHost, type TriggerFunction, type TriggerHost } from "./support/trigger-host.ts";
import { denying } from "./support/trigger-pool.ts";

let server: TestServer;
let host: TriggerHost;

beforeAll(async () => {
  server = await startTestServer();
  host = await startTriggerHost();
});
afterAll(async () => {
  await server.close();
  await host.close();
});

const stageOf = (version: Version, run: TriggerFunction, settings?: TokenTriggerSettings) =>
  tokenTriggerStage(server, host, version, run, settings);

describe("a function that fails", () => {
  const failure = { cause: "triggerThrew", error: "invalid_request" } as const;
  const words = "PreTokenGeneration failed with error Quota used up.";

  test("leaves an authorization code as it is", async () => {
    const at = await stageOf("V1_0", denying("Quota used up"));
    const code = await issueCode(server, at);
    const answer = await redeem(server, at.client, code);
    await expectOAuthFailure(server, answer, failure);
    expect(answer.body.error_description).toBe(words);
    const { Explanation } = await callHouse(server, "ExplainRequest", {
      RequestId: answer.body.request_id ?? "",
    });
    expect(Explanation).toMatchObject({ Paragraph: expect.stringContaining(words) });
    at.set(nothing);
    expect((await redeem(server, at.client, code)).status).toBe(200);
  });

  test("is not asked about a code that is wrong or was used", async () => {
    const at = await stageOf("V1_0", nothing);
    const code = await issueCode(server, { ...at, verifier: "a".repeat(43) });
    expect((await redeem(server, at.client, code)).body.error).toBe("invalid_request");
    expect(at.events()).toEqual([]);
    const good = await issueCode(server, at);
    const first = await redeem(server, at.client, good);
    expect(at.events()).toHaveLength(1);
    expect((await redeem(server, at.client, good)).body.error).toBe("invalid_grant");
    expect(at.events()).toHaveLength(1);
    expect((await refresh(server, at.client, first.body.refresh_token ?? "")).body.error).toBe(
      "invalid_grant",
    );
  });

  test("leaves a rotating refresh token as it is", async () => {
    const at = await stageOf("V1_0", nothing, rotating);
    const { refreshToken } = await signInByCode(server, at);
    at.set(denying("Quota used up"));
    await expectOAuthFailure(server, await refresh(server, at.client, refreshToken), failure);
    const api = await signInAndDeny(at);
    at.set(nothing);
    expect((await refresh(server, at.client, refreshToken)).status).toBe(200);
    const { AuthenticationResult } = await server.admin.send(api);
    expect(AuthenticationResult?.RefreshToken).toBeDefined();
  });

  /** A refresh at the JSON API that was denied once; to be sent again. */
  async function signInAndDeny(at: Awaited<ReturnType<typeof stageOf>>) {
    at.set(nothing);
    const { refreshToken } = await signInByPassword(server, at.client, at.person);
    const ask = () =>
      new GetTokensFromRefreshTokenCommand({ ClientId: at.client.clientId, RefreshToken: refreshToken });
    at.set(denying("Quota used up"));
    await expectFailure(server.admin.send(ask()), "UserLambdaValidationException", words);
    return ask();
  }

  test("is not asked about a refresh token that was spent, whose reuse ends the sign-in", async () => {
    const at = await stageOf("V1_0", nothing, rotating);
    const { refreshToken } = await signInByCode(server, at);
    const next = await refresh(server, at.client, refreshToken);
    server.advance(1);
    const asked = at.events().length;
    expect((await refresh(server, at.client, refreshToken)).body.error).toBe("invalid_grant");
    expect(at.events()).toHaveLength(asked);
    expect((await refresh(server, at.client, next.body.refresh_token ?? "")).body.error).toBe(
      "invalid_grant",
    );
  });

  test("fails REFRESH_TOKEN_AUTH", async () => {
    const at = await stageOf("V1_0", nothing);
    const { refreshToken } = await signInByPassword(server, at.client, at.person);
    at.set(denying("Quota used up"));
    await expectFailure(
      refreshAtApi(server, at.client.clientId, refreshToken),
      "UserLambdaValidationException",
      words,
    );
  });

  test("signs nobody in by the implicit flow, and the app is told", async () => {
    const at = await stageOf("V1_0", denying("Quota used up"), { AllowedOAuthFlows: ["implicit"] });
    const stage = { server, ...at };
    const browser = browserOf(stage);
    const page = await signInOnPage(stage, browser, { response_type: "token" });
    expect(answerOf(page)).toMatchObject({
      error: "invalid_request",
      error_description: words,
      state: "s-1",
    });
    const isSignedIn = () => browser.cookies.keys().some((name) => name.includes(at.poolId));
    expect(isSignedIn()).toBe(false);
    at.set((event) => {
      event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { team: "red" } } };
    });
    const good = answerOf(await signInOnPage(stage, browser, { response_type: "token" }));
    expect(claimsOf(good["id_token"])).toMatchObject({ team: "red" });
    expect(isSignedIn()).toBe(true);
  });

  test("a sign-in that ends while the function runs gets no tokens", async () => {
    const at = await stageOf("V1_0", nothing);
    const { refreshToken } = await signInByPassword(server, at.client, at.person);
    // The answer waits until the person's refresh token has been revoked.
    const revoked = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const name = [...host.functions.keys()].at(-1) ?? "";
    host.answers.set(name, (response, { body }) => {
      asked.resolve();
      revoked.promise.then(() => response.end(body));
    });
    const refreshed = refreshAtApi(server, at.client.clientId, refreshToken);
    await asked.promise;
    await callHouse(server, "RevokeToken", { ClientId: at.client.clientId, Token: refreshToken });
    revoked.resolve();
    await expectFailure(refreshed, "NotAuthorizedException", "Refresh Token has been revoked");
  });

  test.each([
    [
      "V1_0",
      "a claim that is no text",
      { claimsOverrideDetails: { claimsToAddOrOverride: { teams: ["red"] } } },
    ],
    ["V1_0", "details that are a list", { claimsOverrideDetails: [] }],
    [
      "V2_0",
      "a scope with a blank",
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ["a b"] } } },
    ],
    [
      "V2_0",
      "too many claims",
      {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: {
            claimsToSuppress: Array.from({ length: 5001 }, (_, i) => `c${i}`),
          },
        },
      },
    ],
  ] as const)("%s: %s cannot be recognised", async (version, _what, response) => {
    const at = await stageOf(version, (event) => ({ ...event, response }));
    await expectFailure(
      signInByPassword(server, at.client, at.person),
      "InvalidLambdaResponseException",
      "Unrecognizable lambda output",
    );
    const answer = await redeem(server, at.client, await issueCode(server, at));
    await expectOAuthFailure(server, answer, { cause: "triggerAnswerInvalid", error: "invalid_request" });
  });

  test("one that is nowhere fails the token request", async () => {
    const at = await stageOf("V1_0", nothing);
    await callHouse(server, "SetUserPoolTriggerTargets", { UserPoolId: at.poolId, Targets: [] });
    const answer = await redeem(server, at.client, await issueCode(server, at));
    await expectOAuthFailure(server, answer, { cause: "triggerNotRun", error: "invalid_request" });
    expect(answer.body.error_description).toBe(
      "PreTokenGeneration invocation failed due to error ServiceUnavailableException.",
    );
  });
});

test("every cause of this chapter has been told", () => expectEveryCauseTold("triggers"));

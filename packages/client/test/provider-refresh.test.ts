/** Refreshing, revoking and userinfo at a provider that misbehaves: what is the end of a session, and what is only trouble. */
import { beforeEach, describe, expect, test } from "vitest";
import type { ErrorCode } from "../src/errors/codes.ts";
import { createProvider } from "../src/provider/provider.ts";
import { refresh } from "../src/provider/refresh.ts";
import { endSessionUrl, revoke } from "../src/provider/sign-out.ts";
import { verifyIdTokenSignature } from "../src/provider/signature.ts";
import { userInfo } from "../src/provider/user-info.ts";
import type { TokenSet } from "../src/tokens/token-set.ts";
import { failureOf, leaks } from "./support/failing.ts";
import type { Bends, RawAnswer } from "./support/fake-answers.ts";
import { tamperedSignature } from "./support/fake-signer.ts";
import { type RelyingParty, relyingParty } from "./support/relying-party.ts";

let party: RelyingParty;
let tokens: TokenSet;

beforeEach(async () => {
  party = await relyingParty();
  tokens = await party.signIn();
});

const renew = (of = tokens) => refresh(party.provider, of, verifyIdTokenSignature);

/** A refresh's ID token has no nonce at this provider, as at most. */
async function refused(work: () => Promise<unknown>, bends: Bends, code: ErrorCode) {
  party.fake.bend(bends);
  const error = await failureOf(work());
  expect(error).toHaveProperty("code", code);
  expect(leaks(error, party.secrets)).toEqual([]);
  return error;
}

describe("the refresh modules:", () => {
  test("refresh-token: new tokens for the same person", async () => {
    const next = await renew();
    expect(next.claims.sub).toBe(tokens.claims.sub);
    expect(next.accessToken).not.toBe(tokens.accessToken);
    expect(next.refreshToken).not.toBe(tokens.refreshToken);
  });

  test("refresh-token-invalid-issuer", () =>
    refused(
      renew,
      { idTokenClaims: (good) => ({ ...good, iss: "https://evil.example.com" }) },
      "id_token_issuer",
    ));

  test("refresh-token-invalid-sub", () =>
    refused(renew, { idTokenClaims: (good) => ({ ...good, sub: "somebody-else" }) }, "id_token_subject"));
});

test("BF-09: no keys are fetched where anybody on the way could put theirs, and no refresh token is used up", async () => {
  const { bend, clientId, clientSecret, issuer } = party.fake;
  bend({ metadata: (good) => ({ ...good, jwks_uri: "http://keys.example/keys" }) });
  const asked: string[] = [];
  const noting: typeof fetch = (input, init) => {
    asked.push(String(input));
    return fetch(input, init);
  };
  const provider = createProvider({ issuer, clientId, clientSecret, fetch: noting });
  const error = await failureOf(refresh(provider, tokens, verifyIdTokenSignature));
  expect(error).toHaveProperty("code", "provider_answer_invalid");
  expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`]);
});

describe("BF-09: an ID token that comes with a refresh is looked at as closely:", () => {
  test.each<[string, Bends, ErrorCode]>([
    ["aud", { idTokenClaims: (good) => ({ ...good, aud: "other" }) }, "id_token_audience"],
    ["exp", { idTokenClaims: (good) => ({ ...good, exp: 1 }) }, "id_token_expired"],
    ["another nonce", { idTokenClaims: (good) => ({ ...good, nonce: "another" }) }, "id_token_nonce"],
    ["at_hash", { idTokenClaims: (good) => ({ ...good, at_hash: "AAAA" }) }, "id_token_at_hash"],
    [
      "its signature",
      { signIdToken: async (good, signer) => tamperedSignature(await signer.sign(good)) },
      "id_token_signature",
    ],
  ])("%s", async (_, bends, code) => {
    await refused(renew, bends, code);
  });
});

test("the sign-in's own nonce may come again", async () => {
  const nonce = tokens.claims["nonce"];
  party.fake.bend({ idTokenClaims: (good) => ({ ...good, nonce }) });
  expect((await renew()).claims["nonce"]).toBe(nonce);
});

test("what the answer leaves out stays as it was", async () => {
  party.fake.bend({
    tokens: ({ access_token, token_type }) => ({ access_token, token_type, expires_in: 60 }),
  });
  const next = await renew({ ...tokens, scope: "openid profile" });
  const { idToken, refreshToken, claims } = tokens;
  expect(next).toMatchObject({ idToken, refreshToken, claims, scope: "openid profile" });
});

describe("only one answer ends a session:", () => {
  test("invalid_grant, in the provider's words", async () => {
    const body = {
      error: "invalid_grant",
      error_description: "revoked",
      error_uri: "https://example.com/e#revoked",
    };
    const error = await refused(renew, { answers: { "/token": { status: 400, body } } }, "session_ended");
    expect(error.oauth).toEqual({ error: "invalid_grant", description: "revoked", uri: body.error_uri });
  });

  test("without a refresh token no request is made", async () => {
    const before = party.fake.requests.length;
    const error = await failureOf(renew({ ...tokens, refreshToken: undefined }));
    expect(error).toHaveProperty("code", "session_ended");
    expect(party.fake.requests.length).toBe(before);
  });

  const oauth = (status: number, error: string): RawAnswer => ({ status, body: { error } });
  const challenge = { "www-authenticate": 'Basic realm="x", error="invalid_client"' };
  test.each<[string, RawAnswer, ErrorCode]>([
    ["400 invalid_client", oauth(400, "invalid_client"), "token_refused"],
    ["401 invalid_client", oauth(401, "invalid_client"), "token_refused"],
    [
      "401 with a challenge and a body",
      { ...oauth(401, "invalid_client"), headers: challenge },
      "token_refused",
    ],
    ["401 with a challenge alone", { status: 401, headers: challenge }, "token_refused"],
    ["400 invalid_request", oauth(400, "invalid_request"), "token_refused"],
    ["400 temporarily_unavailable", oauth(400, "temporarily_unavailable"), "provider_unavailable"],
    ["500 invalid_grant", oauth(500, "invalid_grant"), "provider_unavailable"],
    ["500 in HTML", { status: 500, body: "<html>" }, "provider_unavailable"],
    ["502 without a body", { status: 502 }, "provider_unavailable"],
    ["503 in JSON that is no OAuth", { status: 503, body: { message: "down" } }, "provider_unavailable"],
    ["429", { status: 429, headers: { "retry-after": "1" } }, "provider_unavailable"],
    ["429 in OAuth's form", oauth(429, "slow_down"), "provider_unavailable"],
    ["401 in HTML", { status: 401, body: "<html>" }, "provider_answer_invalid"],
    ["403 in HTML, from a proxy", { status: 403, body: "<html>" }, "provider_answer_invalid"],
    [
      "200 in HTML, from a captive portal",
      { status: 200, body: "<html>", headers: { "content-type": "text/html" } },
      "provider_answer_invalid",
    ],
    [
      "200 in broken JSON",
      { status: 200, body: "{", headers: { "content-type": "application/json" } },
      "provider_answer_invalid",
    ],
    ["200 with a list", { status: 200, body: [] }, "provider_answer_invalid"],
    [
      "a redirect",
      { status: 302, headers: { location: "https://evil.example.com" } },
      "provider_answer_invalid",
    ],
  ])("%s does not", async (_, answer, code) => {
    await refused(renew, { answers: { "/token": answer } }, code);
  });

  test("a connection that is refused does not", async () => {
    await party.fake.goDown();
    expect(await failureOf(renew())).toHaveProperty("code", "provider_unavailable");
    await party.fake.comeUp();
    expect(await renew()).toHaveProperty("claims.sub", tokens.claims.sub);
  });

  test("an answer that comes too late does not", async () => {
    const slow = await relyingParty({ timeoutMs: 1, fetch: never });
    expect(await failureOf(slow.provider.metadata())).toHaveProperty("code", "provider_unavailable");
  });
});

test("what a provider repeats of a token is not in the error", async () => {
  const description = `refresh token ${tokens.refreshToken} of ${tokens.accessToken} is unknown`;
  const body = {
    error: "invalid_grant",
    error_description: description,
    error_uri: `https://x/#${tokens.refreshToken}`,
  };
  const error = await refused(renew, { answers: { "/token": { status: 400, body } } }, "session_ended");
  expect(error.message).toContain("refresh token [removed] of [removed] is unknown");
});

describe("revoking", () => {
  test("sends the refresh token to the provider", async () => {
    await revoke(party.provider, tokens.refreshToken ?? "");
    const { path, form } = party.fake.requests.at(-1) ?? {};
    expect([path, form?.get("token")]).toEqual(["/revoke", tokens.refreshToken]);
  });

  test.each<[string, RawAnswer, ErrorCode]>([
    ["trouble", { status: 503 }, "provider_unavailable"],
    ["a refusal", { status: 400, body: { error: "unsupported_token_type" } }, "token_refused"],
    ["a page", { status: 404, body: "<html>" }, "provider_answer_invalid"],
  ])("%s", async (_, answer, code) => {
    const work = () => revoke(party.provider, tokens.refreshToken ?? "");
    await refused(work, { answers: { "/revoke": answer } }, code);
  });

  test("does nothing where the provider has no place for it", async () => {
    const other = await relyingParty();
    other.fake.bend({ metadata: (good) => ({ ...good, revocation_endpoint: undefined }) });
    await revoke(other.provider, "any");
    expect(other.fake.count("/revoke")).toBe(0);
  });
});

describe("userinfo", () => {
  const ask = () => userInfo(party.provider, tokens);
  const headers = { "www-authenticate": 'Bearer error="invalid_token", error_description="expired"' };
  test.each<[string, RawAnswer, ErrorCode]>([
    ["a refused token", { status: 401, headers }, "token_refused"],
    ["trouble", { status: 500 }, "provider_unavailable"],
    ["nobody in particular", { status: 200, body: { name: "Ada" } }, "userinfo_subject"],
    ["a page", { status: 200, body: "<html>" }, "provider_answer_invalid"],
  ])("%s", async (_, answer, code) => {
    await refused(ask, { answers: { "/userinfo": answer } }, code);
  });

  test("a refusal has the provider's words", async () => {
    party.fake.bend({ answers: { "/userinfo": { status: 401, headers } } });
    expect(await failureOf(ask())).toMatchObject({
      oauth: { error: "invalid_token", description: "expired" },
    });
  });
});

describe("ending the browser's sign-in", () => {
  test("speaks both OpenID Connect's and Cognito's language, and carries no token", async () => {
    const url = await endSessionUrl(party.provider, "https://app.example.com/");
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      client_id: "client-1",
      logout_uri: "https://app.example.com/",
      post_logout_redirect_uri: "https://app.example.com/",
    });
  });

  test("is nothing where the provider has no such place", async () => {
    const other = await relyingParty();
    other.fake.bend({ metadata: (good) => ({ ...good, end_session_endpoint: undefined }) });
    expect(await endSessionUrl(other.provider, "https://app.example.com/")).toBeUndefined();
  });
});

const never: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(new Error("late")));
  });

/**
 * Signing in at a provider that misbehaves in each way of the relying-party modules of the OpenID conformance suite, and in some
 * more: each is refused with its own code, and shows no secret.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { ErrorCode } from "../src/errors/codes.ts";
import { userInfo } from "../src/provider/user-info.ts";
import { failureOf, leaks } from "./support/failing.ts";
import type { Bends } from "./support/fake-answers.ts";
import { strangersKey } from "./support/fake-provider.ts";
import {
  type Claims,
  createSigner,
  type Signer,
  type SigningKey,
  tamperedSignature,
} from "./support/fake-signer.ts";
import { relyingParty } from "./support/relying-party.ts";

let second: Signer;
let stranger: SigningKey;

beforeAll(async () => {
  second = await createSigner("key-2");
  stranger = await strangersKey("key-1");
});

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
const claims = (change: (claims: Claims) => Claims): Bends => ({ idTokenClaims: change });
const withClaims = (changes: Claims): Bends => claims((good) => ({ ...good, ...changes }));
const signed = (signIdToken: Bends["signIdToken"]): Bends => (signIdToken ? { signIdToken } : {});

async function refused(bends: Bends, code: ErrorCode): Promise<void> {
  const party = await relyingParty();
  party.fake.bend(bends);
  const error = await failureOf(party.signIn());
  expect(error).toHaveProperty("code", code);
  expect(leaks(error, party.secrets)).toEqual([]);
}

describe("BF-09: the relying-party modules that must be refused:", () => {
  test.each<[string, Bends, ErrorCode]>([
    ["invalid-iss", withClaims({ iss: "https://evil.example.com" }), "id_token_issuer"],
    ["missing-sub", withClaims({ sub: undefined }), "id_token_subject"],
    ["invalid-aud", withClaims({ aud: "another-client" }), "id_token_audience"],
    ["missing-iat", withClaims({ iat: undefined }), "id_token_issued_at"],
    [
      "kid-absent-multiple-jwks",
      {
        keys: (keys) => [...keys, second.jwk],
        signIdToken: (good, signer) => signer.sign(good, { kid: undefined }),
      },
      "id_token_key",
    ],
    [
      "invalid-sig-rs256",
      signed(async (good, signer) => tamperedSignature(await signer.sign(good))),
      "id_token_signature",
    ],
    ["idtoken-sig-none", signed(async (good, signer) => signer.unsigned(good)), "id_token_algorithm"],
    ["nonce-invalid", withClaims({ nonce: "another-nonce" }), "id_token_nonce"],
  ])("%s", (_, bends, code) => refused(bends, code));

  test("userinfo-invalid-sub", async () => {
    const { fake, provider, secrets, signIn } = await relyingParty();
    const tokens = await signIn();
    fake.bend({ userInfo: (good) => ({ ...good, sub: "somebody-else" }) });
    const error = await failureOf(userInfo(provider, tokens));
    expect(error).toHaveProperty("code", "userinfo_subject");
    expect(leaks(error, secrets)).toEqual([]);
  });
});

describe("BF-09: the relying-party modules that must pass:", () => {
  test.each<[string, Bends]>([
    ["the plain one, with a secret by Basic", {}],
    ["kid-absent-single-jwks", signed((good, signer) => signer.sign(good, { kid: undefined }))],
    ["idtoken-sig-rs256", signed((good, signer) => signer.sign(good, { alg: "RS256" }))],
  ])("%s", async (_, bends) => {
    const { fake, signIn } = await relyingParty();
    fake.bend(bends);
    expect(await signIn()).toMatchObject({ claims: { sub: fake.subject, iss: fake.issuer } });
  });

  test("scope-userinfo-claims, and userinfo-bearer-header", async () => {
    const { fake, provider, signIn } = await relyingParty();
    fake.bend({ userInfo: (good) => ({ ...good, name: "Ada", email: "ada@example.com" }) });
    expect(await userInfo(provider, await signIn())).toEqual({
      ...{ sub: fake.subject, name: "Ada", email: "ada@example.com" },
    });
  });

  test.each(["basic", "post"] as const)("client-secret-%s", async (clientAuthentication) => {
    const { fake, signIn } = await relyingParty({ clientAuthentication });
    await signIn();
    const { form } = fake.requests.findLast(({ path }) => path === "/token") ?? {};
    const sent = clientAuthentication === "post" ? fake.clientSecret : null;
    expect(form?.get("client_secret")).toBe(sent);
  });
});

describe("BF-09: and what no module tries:", () => {
  test.each<[string, Bends, ErrorCode]>([
    ["no ID token", { tokens: (good) => ({ ...good, id_token: undefined }) }, "id_token_missing"],
    ["an ID token that is none", signed(async () => "not-a-token"), "id_token_malformed"],
    ["an ID token whose header is no JSON", signed(async () => "AAAA.AAAA.AAAA"), "id_token_malformed"],
    ["an encrypted ID token", signed(async () => "e30.e30.e30.e30.e30"), "id_token_malformed"],
    ["no iss", withClaims({ iss: undefined }), "id_token_issuer"],
    ["iss with a slash more", claims((good) => ({ ...good, iss: `${good["iss"]}/` })), "id_token_issuer"],
    ["no aud", withClaims({ aud: undefined }), "id_token_audience"],
    ["aud of another kind", withClaims({ aud: 7 }), "id_token_audience"],
    ["several aud without azp", withClaims({ aud: ["client-1", "other"] }), "id_token_audience"],
    [
      "azp of another client",
      withClaims({ aud: ["client-1", "other"], azp: "other" }),
      "id_token_authorized_party",
    ],
    ["no exp", withClaims({ exp: undefined }), "id_token_expired"],
    ["exp in the past", withClaims({ exp: 1 }), "id_token_expired"],
    ["nbf in the future", withClaims({ nbf: inAnHour() }), "id_token_expired"],
    ["iat in the future", withClaims({ iat: inAnHour() }), "id_token_issued_at"],
    ["iat of another kind", withClaims({ iat: "now" }), "id_token_issued_at"],
    ["no nonce", withClaims({ nonce: undefined }), "id_token_nonce"],
    [
      "at_hash of another access token",
      withClaims({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }),
      "id_token_at_hash",
    ],
    ["sub of another kind", withClaims({ sub: 7 }), "id_token_subject"],
    [
      "HS256 with the public key as the secret",
      signed((good, signer) => signer.signWithPublicKey(good)),
      "id_token_algorithm",
    ],
    [
      "HS256, which the metadata allows",
      {
        metadata: (good) => ({ ...good, id_token_signing_alg_values_supported: ["RS256", "HS256"] }),
        signIdToken: (good, signer) => signer.signWithPublicKey(good),
      },
      "id_token_algorithm",
    ],
    [
      "alg none, which the metadata allows",
      {
        metadata: (good) => ({ ...good, id_token_signing_alg_values_supported: ["RS256", "none"] }),
        signIdToken: async (good, signer) => signer.unsigned(good),
      },
      "id_token_algorithm",
    ],
    [
      "somebody else's key",
      signed((good, signer) => signer.sign(good, {}, stranger.privateKey)),
      "id_token_signature",
    ],
    [
      "a kid that is not published",
      signed((good, signer) => signer.sign(good, { kid: "key-9" })),
      "id_token_key",
    ],
    ["no keys at all", { keys: () => [] }, "id_token_key"],
    ["keys that cannot be had", { answers: { "/keys": { status: 503 } } }, "provider_unavailable"],
    [
      "no access token",
      { tokens: (good) => ({ ...good, access_token: undefined }) },
      "provider_answer_invalid",
    ],
    [
      "another kind of token",
      { tokens: (good) => ({ ...good, token_type: "mac" }) },
      "provider_answer_invalid",
    ],
    ["no end in sight", { tokens: (good) => ({ ...good, expires_in: "soon" }) }, "provider_answer_invalid"],
    [
      "an end before the beginning",
      { tokens: (good) => ({ ...good, expires_in: -1 }) },
      "provider_answer_invalid",
    ],
    [
      "an access token that no header takes",
      { tokens: (good) => ({ ...good, access_token: `${good["access_token"]}\nof two lines` }) },
      "provider_answer_invalid",
    ],
    [
      "a refresh token with an umlaut",
      { tokens: (good) => ({ ...good, refresh_token: "schlüssel" }) },
      "provider_answer_invalid",
    ],
    [
      "a refresh token that is no text",
      { tokens: (good) => ({ ...good, refresh_token: 7 }) },
      "provider_answer_invalid",
    ],
  ])("%s", (_, bends, code) => refused(bends, code));

  test.each<[string, Bends, number]>([
    ["expires_in as text", { tokens: (good) => ({ ...good, expires_in: "3600" }) }, 3600],
    [
      "expires_in missing",
      { tokens: (good) => ({ ...good, expires_in: undefined }) },
      Number.POSITIVE_INFINITY,
    ],
  ])("%s passes", async (_, bends, seconds) => {
    const now = () => 1_800_000_000_000;
    const party = await relyingParty({ now });
    const iat = now() / 1000;
    party.fake.bend({ ...bends, idTokenClaims: (good) => ({ ...good, iat, exp: iat + 60 }) });
    expect(await party.signIn()).toHaveProperty("expiresAt", now() + seconds * 1000);
  });

  test("an ID token without expiration, at_hash or kid of a longer digest passes", async () => {
    const party = await relyingParty();
    party.fake.bend(withClaims({ exp: 253_402_300_799, at_hash: undefined }));
    expect(await party.signIn()).toHaveProperty("claims.exp", 253_402_300_799);
  });
});

describe("MD-06: the metadata must name the issuer, byte for byte:", () => {
  test.each<[string, unknown]>([
    ["another issuer", "https://evil.example.com"],
    ["none", undefined],
    ["a number", 7],
  ])("discovery with %s", (_, issuer) =>
    refused({ metadata: (good) => ({ ...good, issuer }) }, "issuer_mismatch"),
  );

  test("discovery with a slash more", () =>
    refused({ metadata: (good) => ({ ...good, issuer: `${good["issuer"]}/` }) }, "issuer_mismatch"));

  test.each<[string, Bends, ErrorCode]>([
    [
      "a page",
      { answers: { "/.well-known/openid-configuration": { status: 200, body: "<html>" } } },
      "provider_answer_invalid",
    ],
    [
      "nothing there",
      { answers: { "/.well-known/openid-configuration": { status: 404 } } },
      "provider_answer_invalid",
    ],
    [
      "trouble",
      { answers: { "/.well-known/openid-configuration": { status: 502 } } },
      "provider_unavailable",
    ],
    [
      "no token endpoint",
      { metadata: (good) => ({ ...good, token_endpoint: undefined }) },
      "provider_answer_invalid",
    ],
    [
      "no authorization endpoint",
      { metadata: (good) => ({ ...good, authorization_endpoint: undefined }) },
      "provider_answer_invalid",
    ],
    ["no keys", { metadata: (good) => ({ ...good, jwks_uri: undefined }) }, "provider_answer_invalid"],
  ])("%s instead is told apart", (_, bends, code) => refused(bends, code));

  test("a failed discovery is not kept", async () => {
    const { fake, signIn } = await relyingParty();
    fake.bend({ answers: { "/.well-known/openid-configuration": { status: 503 } } });
    await failureOf(signIn());
    fake.bend();
    expect(await signIn()).toHaveProperty("claims.sub", fake.subject);
    await signIn();
    expect(fake.count("/.well-known/openid-configuration")).toBe(2);
  });
});

describe("the answer that the browser brings back:", () => {
  const callback = (change: (query: URLSearchParams) => void): Bends => ({ callback: change });

  test.each<[string, Bends, ErrorCode]>([
    [
      "no iss, which was promised (RFC 9207)",
      callback((query) => query.delete("iss")),
      "callback_issuer_mismatch",
    ],
    [
      "another provider's iss",
      callback((query) => query.set("iss", "https://evil.example.com")),
      "callback_issuer_mismatch",
    ],
    ["another state", callback((query) => query.set("state", "another")), "state_mismatch"],
    ["no state", callback((query) => query.delete("state")), "state_mismatch"],
    ["no code", callback((query) => query.delete("code")), "provider_answer_invalid"],
    ["two codes", callback((query) => query.append("code", "another")), "provider_answer_invalid"],
    [
      "an error",
      callback((query) => {
        query.delete("code");
        query.set("error", "login_required");
      }),
      "sign_in_refused",
    ],
    ["a code that is none", callback((query) => query.set("code", "another")), "token_refused"],
  ])("%s", (_, bends, code) => refused(bends, code));

  test("no iss passes where it was not promised, and another one does not", async () => {
    const metadata: Bends["metadata"] = (good) => ({
      ...good,
      authorization_response_iss_parameter_supported: undefined,
    });
    const { fake, signIn } = await relyingParty();
    fake.bend({ metadata, callback: (query) => query.delete("iss") });
    expect(await signIn()).toHaveProperty("claims.sub", fake.subject);
    fake.bend({ metadata, callback: (query) => query.set("iss", "https://evil.example.com") });
    expect(await failureOf(signIn())).toHaveProperty("code", "callback_issuer_mismatch");
  });

  test("an error has the provider's words", async () => {
    const { fake, signIn } = await relyingParty();
    fake.bend(
      callback((query) => {
        query.set("error", "access_denied");
        query.set("error_description", "not today");
      }),
    );
    expect(await failureOf(signIn())).toMatchObject({
      code: "sign_in_refused",
      oauth: { error: "access_denied", description: "not today" },
    });
  });

  test("nothing was sent to the token endpoint for an answer that is not ours", async () => {
    const { fake, begin, complete } = await relyingParty();
    const { transaction, callback: back } = await begin();
    for (const [name, value] of [
      ["state", "another"],
      ["iss", "https://evil.example.com"],
    ] as const) {
      const wrong = new URL(back);
      wrong.searchParams.set(name, value);
      await failureOf(complete(transaction, wrong));
    }
    expect(fake.count("/token")).toBe(0);
  });
});

/** Every token that a guard must refuse, signed by a provider that would not, and one refusal for each. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { createGuard, type GuardOptions } from "../src/guard/index.ts";
import { failureOf, leaks } from "./support/failing.ts";
import { strangersKey } from "./support/fake-provider.ts";
import { type Claims, createSigner, encoded, type Signer, tamperedSignature } from "./support/fake-signer.ts";

const issuer = "https://issuer.example.com/pool";
const now = 1_800_000_000;
let signer: Signer;

beforeAll(async () => {
  signer = await createSigner("key-1");
});

function claimsOf(changes: Claims = {}): Claims {
  return {
    ...{ iss: issuer, sub: "ada", client_id: "app", token_use: "access", jti: randomUUID() },
    ...{ iat: now - 60, exp: now + 3540, scope: "openid api/read", "cognito:groups": ["editors"] },
    ...changes,
  };
}

function guard(options: Partial<GuardOptions> = {}) {
  const fetch = () => Promise.reject(new Error("nothing is to be fetched"));
  return createGuard({
    ...{ issuer, clientIds: ["app"], jwks: { keys: [signer.jwk] }, now: () => now * 1000, fetch },
    ...options,
  });
}

async function refusalOf(token: string, options: Partial<GuardOptions> = {}) {
  const error = await failureOf(guard(options).verify(token));
  expect(leaks(error, [token])).toEqual([]);
  return error;
}

test("a good token says whose it is and what it opens", async () => {
  const token = await guard().verify(await signer.sign(claimsOf()));
  expect(token).toMatchObject({ subject: "ada", clientId: "app", expiresAt: (now + 3540) * 1000 });
  expect([...token.scopes]).toEqual(["openid", "api/read"]);
  expect([...token.groups]).toEqual(["editors"]);
  expect(token.claims["token_use"]).toBe("access");
});

test.each([undefined, "JWT", "jwt", "at+jwt", "application/at+jwt"])(
  "typ %s is an access token's",
  async (typ) => {
    expect(await guard().verify(await signer.sign(claimsOf(), { typ }))).toHaveProperty("subject", "ada");
  },
);

test.each([0.5, 1, 2, 4, 8, 12])("JW-09: a token of %d kB is verified", async (kilobytes) => {
  const token = await signer.sign(claimsOf({ filler: "x".repeat(kilobytes * 750) }));
  expect(token.length).toBeGreaterThan(kilobytes * 1000);
  expect(await guard().verify(token)).toHaveProperty("subject", "ada");
  expect(await refusalOf(token, { maxBytes: token.length - 1 })).toHaveProperty("code", "token_too_large");
});

describe("JW-01: signatures that are not accepted:", () => {
  test("alg none", async () => {
    expect(await refusalOf(signer.unsigned(claimsOf()))).toMatchObject({ code: "token_algorithm" });
  });

  test("HS256 with the public key as the secret", async () => {
    expect(await refusalOf(await signer.signWithPublicKey(claimsOf()))).toMatchObject({
      code: "token_algorithm",
    });
  });

  test("a good one of another algorithm, until it is allowed", async () => {
    const other = await createSigner("key-2", "ES256");
    const token = await other.sign(claimsOf());
    const jwks = { keys: [signer.jwk, other.jwk] };
    expect(await refusalOf(token, { jwks })).toMatchObject({ code: "token_algorithm" });
    const algorithms = ["RS256", "ES256"];
    expect(await guard({ jwks, algorithms }).verify(token)).toHaveProperty("subject", "ada");
  });

  test.each([
    ["an extension that is critical", { crit: ["x"], x: 1 }],
    ["a payload that is not encoded (RFC 7797)", { b64: false }],
  ])("%s", async (_, header) => {
    const token = `${encoded({ alg: "RS256", kid: "key-1", ...header })}.${encoded(claimsOf())}.AAAA`;
    expect(await refusalOf(token)).toMatchObject({ code: "token_algorithm" });
  });

  test("one bit changed", async () => {
    const token = tamperedSignature(await signer.sign(claimsOf()));
    expect(await refusalOf(token)).toMatchObject({ code: "token_signature", message: "wrong signature" });
  });

  test("somebody else's key under the right kid", async () => {
    const stranger = await strangersKey("key-1");
    const token = await signer.sign(claimsOf(), {}, stranger.privateKey);
    expect(await refusalOf(token)).toMatchObject({ code: "token_signature" });
  });

  test("the claims of one token with the signature of another", async () => {
    const [head, , signature] = (await signer.sign(claimsOf())).split(".");
    const token = `${head}.${encoded(claimsOf({ sub: "eve" }))}.${signature}`;
    expect(await refusalOf(token)).toMatchObject({ code: "token_signature" });
  });

  test("every prefix of a good token", async () => {
    const token = await signer.sign(claimsOf());
    for (let length = 0; length < token.length; length += 7) {
      const { code } = await refusalOf(token.slice(0, length));
      expect(code).toMatch(/^token_/);
    }
  });
});

describe("JW-02: only the issuer's own keys:", () => {
  test.each(["jku", "x5u", "jwk", "x5c"])(
    "%s in the header is refused, and nothing is fetched",
    async (name) => {
      const stranger = await strangersKey("key-1");
      const value = { jwk: stranger.jwk, x5c: ["AAAA"] }[name] ?? "https://evil.example.com/keys";
      const token = await signer.sign(claimsOf(), { [name]: value }, stranger.privateKey);
      const error = await refusalOf(token);
      expect(error).toMatchObject({ code: "token_key_unknown", message: expect.stringContaining(name) });
    },
  );

  test("an unknown kid is named", async () => {
    const error = await refusalOf(await signer.sign(claimsOf(), { kid: "key-9" }));
    expect(error).toMatchObject({ code: "token_key_unknown", message: "unknown key: kid key-9" });
  });

  test("a kid that would spoil a header or a log is made harmless", async () => {
    const error = await refusalOf(
      await signer.sign(claimsOf(), { kid: `"\r\nSet-Cookie: a=b\\${"x".repeat(500)}` }),
    );
    expect(error.message).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]{1,150}$/);
  });

  test("no kid is enough where the issuer has one key, and not where it has several", async () => {
    const token = await signer.sign(claimsOf(), { kid: undefined });
    expect(await guard().verify(token)).toHaveProperty("subject", "ada");
    const second = await createSigner("key-2");
    const jwks = { keys: [signer.jwk, second.jwk] };
    expect(await refusalOf(token, { jwks })).toMatchObject({ code: "token_key_unknown" });
  });

  test("a kid that is no string", async () => {
    const token = `${encoded({ alg: "RS256", kid: 1 })}.${encoded(claimsOf())}.AAAA`;
    expect(await refusalOf(token)).toMatchObject({ code: "token_malformed" });
  });
});

describe("JW-03: what a token must say:", () => {
  test.each(["iss", "sub", "client_id", "token_use", "exp", "iat"])(
    "without %s it is refused",
    async (claim) => {
      const error = await refusalOf(await signer.sign(claimsOf({ [claim]: undefined })));
      expect(error).toMatchObject({
        code: "token_claim_missing",
        message: `claim missing from the token: ${claim}`,
      });
    },
  );

  test.each<[string, unknown]>([
    ["exp", `${now + 3600}`],
    ["iat", null],
    ["nbf", "soon"],
    ["sub", 7],
    ["iss", [issuer]],
  ])("%s as %j is as good as missing", async (claim, value) => {
    const error = await refusalOf(await signer.sign(claimsOf({ [claim]: value })));
    expect(error).toMatchObject({ code: "token_claim_missing" });
  });

  test.each<[string, Claims, string]>([
    ["another issuer", { iss: "https://other.example.com" }, "token_issuer"],
    ["the same issuer, written differently", { iss: `${issuer}/` }, "token_issuer"],
    ["another client", { client_id: "other" }, "token_audience"],
    ["two clients", { client_id: ["app"] }, "token_audience"],
    ["an end in the past", { exp: now - 3600 }, "token_expired"],
    ["a beginning in the future", { nbf: now + 3600 }, "token_not_yet_valid"],
    ["an issue in the future", { iat: now + 3600 }, "token_not_yet_valid"],
  ])("%s is refused", async (_, changes, code) => {
    expect(await refusalOf(await signer.sign(claimsOf(changes)))).toMatchObject({ code });
  });

  test("an audience is held to where one is set", async () => {
    const audience = ["https://api.example.com"];
    for (const aud of ["https://api.example.com", ["x", "https://api.example.com"]]) {
      const token = await signer.sign(claimsOf({ aud }));
      expect(await guard({ audience }).verify(token)).toHaveProperty("clientId", "app");
    }
    const wrong = await signer.sign(claimsOf({ aud: ["app"] }));
    expect(await refusalOf(wrong, { audience })).toMatchObject({ code: "token_audience" });
    expect(await refusalOf(await signer.sign(claimsOf()), { audience })).toMatchObject({
      code: "token_claim_missing",
    });
  });

  test("any client is accepted where that is said", async () => {
    const token = await signer.sign(claimsOf({ client_id: "other" }));
    expect(await guard({ clientIds: null }).verify(token)).toHaveProperty("clientId", "other");
  });

  test("an end in the year 9999 is an end", async () => {
    const token = await signer.sign(claimsOf({ exp: 253_402_300_799 }));
    expect(await guard().verify(token)).toHaveProperty("expiresAt", 253_402_300_799_000);
  });
});

describe("JW-04: an access token and nothing else:", () => {
  test("an ID token is refused with what to do", async () => {
    const { iss, sub, iat, exp } = claimsOf();
    const token = await signer.sign({ iss, sub, iat, exp, aud: "app", token_use: "id" });
    const message = "not an access token: it is an ID token; send the access token";
    expect(await refusalOf(token)).toMatchObject({ code: "token_use", message });
    expect(await refusalOf(token, { clientIds: null })).toMatchObject({ code: "token_use" });
    // Of an issuer that does not write token_use: the audience tells.
    const options = { tokenUse: null, audience: "https://api.example.com", clientIds: null };
    expect(await refusalOf(token, options)).toMatchObject({ code: "token_audience" });
  });

  test.each(["refresh", "Access", "access "])("token_use %j is refused", async (token_use) => {
    expect(await refusalOf(await signer.sign(claimsOf({ token_use })))).toMatchObject({ code: "token_use" });
  });

  test.each(["logout+jwt", "dpop+jwt", "token-introspection+jwt"])("typ %s is refused", async (typ) => {
    expect(await refusalOf(await signer.sign(claimsOf(), { typ }))).toMatchObject({ code: "token_use" });
  });
});

describe("JW-13: clocks that differ:", () => {
  test.each<[string, (seconds: number) => Claims, string]>([
    ["iat", (seconds) => ({ iat: now + seconds }), "token_not_yet_valid"],
    ["nbf", (seconds) => ({ nbf: now + seconds }), "token_not_yet_valid"],
    ["exp", (seconds) => ({ exp: now - seconds }), "token_expired"],
  ])("%s 59 seconds off is accepted and 61 seconds refused", async (_, changes, code) => {
    expect(await guard().verify(await signer.sign(claimsOf(changes(59))))).toHaveProperty("subject", "ada");
    expect(await refusalOf(await signer.sign(claimsOf(changes(61))))).toMatchObject({ code });
  });

  test("none is tolerated where that is said", async () => {
    const token = await signer.sign(claimsOf({ exp: now }));
    expect(await refusalOf(token, { toleranceSeconds: 0 })).toMatchObject({ code: "token_expired" });
  });
});

describe("JW-08: what a lenient parser would let pass:", () => {
  test("a claim twice, signed by the issuer", async () => {
    const text = JSON.stringify(claimsOf()).replace("{", '{"sub":"eve",');
    expect(await refusalOf(await signer.sign(text))).toMatchObject({ code: "token_malformed" });
  });

  test("an elliptic curve signature in the form of certificates", async () => {
    const other = await createSigner("key-2", "ES256");
    const [head, payload, signature = ""] = (await other.sign(claimsOf())).split(".");
    const der = toDer(Buffer.from(signature, "base64url")).toString("base64url");
    const options = { jwks: { keys: [other.jwk] }, algorithms: ["ES256"] };
    expect(await refusalOf(`${head}.${payload}.${der}`, options)).toMatchObject({ code: "token_signature" });
  });

  test("an elliptic curve signature of nothing but zeros", async () => {
    const other = await createSigner("key-2", "ES256");
    const [head, payload] = (await other.sign(claimsOf())).split(".");
    const zeros = Buffer.alloc(64).toString("base64url");
    const options = { jwks: { keys: [other.jwk] }, algorithms: ["ES256"] };
    expect(await refusalOf(`${head}.${payload}.${zeros}`, options)).toMatchObject({
      code: "token_signature",
    });
  });

  test("a key that is no point of its curve", async () => {
    const other = await createSigner("key-2", "ES256");
    const y = Buffer.alloc(32, 1).toString("base64url");
    const options = { jwks: { keys: [{ ...other.jwk, y }] }, algorithms: ["ES256"] };
    expect(await refusalOf(await other.sign(claimsOf()), options)).toMatchObject({
      code: "token_key_unknown",
    });
  });
});

test("scopes and groups that every token needs", async () => {
  const token = await signer.sign(claimsOf());
  const needs = { scopes: ["api/read", "api/write"] };
  expect(await refusalOf(token, needs)).toMatchObject({
    code: "scope_missing",
    message: "scope missing: api/write",
  });
  expect(await refusalOf(token, { groups: ["admins"] })).toMatchObject({ code: "group_missing" });
  const good = { scopes: ["api/read"], groups: ["admins", "editors"] };
  expect(await guard(good).verify(token)).toHaveProperty("subject", "ada");
});

test("groups stand where the issuer puts them", async () => {
  const token = await signer.sign(claimsOf({ roles: ["admins"] }));
  expect([...(await guard({ groupsClaim: "roles" }).verify(token)).groups]).toEqual(["admins"]);
});

/** ASN.1 of r and s. */
function toDer(raw: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const padded = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
    return Buffer.concat([Buffer.from([2, padded.length]), padded]);
  };
  const content = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

import { createHmac, createPrivateKey, createPublicKey, sign as signBytes } from "node:crypto";
import fc from "fast-check";
import { importJWK, jwtVerify, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { poolId } from "../core/ids.ts";
import type { PublicJwk, SigningKeyPair } from "../core/tokens/signing-key.ts";
import { parseMasterKeyRing } from "./master-key.ts";
import { createSealing } from "./sealing.ts";
import { createSigning } from "./signing.ts";

const sealing = createSealing(parseMasterKeyRing("cd".repeat(32), "test"));
const signing = createSigning(sealing);
const pool = poolId("us-east-1_abcDEF123");
const claims = { sub: "5f0c", token_use: "access", "cognito:groups": ["Ä", "b"], exp: 253_402_300_799 };
let key: SigningKeyPair;
let stranger: SigningKeyPair;

beforeAll(async () => {
  [key, stranger] = await Promise.all([signing.generate(pool), signing.generate(pool)]);
});

test("a key id looks like Cognito's: base64 of 32 bytes, with its padding", () => {
  expect(key.keyId).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(key.keyId).not.toBe(stranger.keyId);
});

test("JW-11: the public key has its public members only, and the private one is sealed for its pool", () => {
  expect(Object.keys(key.publicJwk)).toEqual(["kty", "kid", "alg", "use", "n", "e"]);
  expect(key.publicJwk).toMatchObject({ kid: key.keyId, alg: "RS256", use: "sig", e: "AQAB" });
  expect(Buffer.from(key.publicJwk.n, "base64url").length).toBe(256);
  expect(sealing.open("signing-key:eu-west-1_other", key.sealedPrivateKey)).toBeUndefined();
  expect(privateKeyOf(key).asymmetricKeyDetails?.modulusLength).toBe(2048);
});

test.each([1, 2])(
  "an independent library accepts the token made on %i cores, whose header is Cognito's and nothing else",
  async (cores) => {
    const token = await createSigning(sealing, { cores }).sign(pool, key, claims);
    const { payload, protectedHeader } = await jwtVerify(token, await importJWK({ ...key.publicJwk }));
    expect(payload).toEqual(claims);
    expect(protectedHeader).toEqual({ kid: key.keyId, alg: "RS256" });
  },
);

test("a token made by an independent library verifies", async () => {
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: key.keyId, typ: "JWT" })
    .sign(privateKeyOf(key));
  expect(signing.verify(token, [stranger.publicJwk, key.publicJwk])).toEqual({
    ok: true,
    claims,
    keyId: key.keyId,
  });
});

test("any claims that JSON can hold come back as they went in", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (any) => {
      const asJson: unknown = JSON.parse(JSON.stringify(any));
      expect(signing.verify(await signing.sign(pool, key, any), [key.publicJwk])).toEqual({
        ok: true,
        claims: asJson,
        keyId: key.keyId,
      });
    }),
    { numRuns: 50 },
  );
});

test("a token with a hundred groups works", async () => {
  const groups = Array.from({ length: 100 }, (_, index) => `${index}-`.padEnd(128, "g"));
  const token = await signing.sign(pool, key, { ...claims, "cognito:groups": groups });
  expect(token.length).toBeGreaterThan(16_384);
  expect(signing.verify(token, [key.publicJwk]).ok).toBe(true);
});

test("a key sealed for another pool does not sign", async () => {
  await expect(signing.sign(poolId("eu-west-1_other"), key, claims)).rejects.toThrow("does not open");
});

test("JW-01: alg none, HS256 keyed with the public key, and every other algorithm are refused", () => {
  const pem = createPublicKey({ key: { ...key.publicJwk }, format: "jwk" }).export({
    type: "spki",
    format: "pem",
  });
  const hs256 = input({ alg: "HS256", kid: key.keyId });
  const mac = createHmac("sha256", pem).update(hs256).digest("base64url");
  const tokens = [
    `${input({ alg: "none", kid: key.keyId })}.`,
    `${input({ alg: "None", kid: key.keyId })}.`,
    `${hs256}.${mac}`,
    ...["RS384", "PS256", "ES256", "rs256", ""].map((alg) => signed({ alg, kid: key.keyId })),
    signed({ kid: key.keyId }),
  ];
  expect(tokens.map(verdict)).toEqual(tokens.map(() => "malformed"));
});

test("JW-01, JW-02: a rightly signed token is refused for any header but alg, kid and typ", () => {
  const own = { alg: "RS256", kid: key.keyId };
  const tokens = [
    { ...own, crit: ["exp"], exp: 1 },
    { ...own, crit: [] },
    { ...own, b64: false },
    { ...own, jku: "http://127.0.0.1:9/jwks.json" },
    { ...own, x5u: "http://127.0.0.1:9/chain.pem" },
    { ...own, jwk: { ...stranger.publicJwk } },
    { ...own, x5c: ["AAAA"] },
    { ...own, typ: "dpop+jwt" },
    { ...own, typ: 1 },
    { ...own, kid: 1 },
  ].map((header) => signed(header));
  expect(verdict(signed(own))).toBe("ok");
  expect(tokens.map(verdict)).toEqual(tokens.map(() => "malformed"));
});

test("JW-02: kid chooses among the given keys only", () => {
  expect(verdict(signed({ alg: "RS256", kid: "elsewhere" }))).toBe("unknownKey");
  expect(verdict(signed({ alg: "RS256", kid: stranger.keyId }))).toBe("unknownKey");
  const wrongKey = `${signed({ alg: "RS256", kid: key.keyId }).split(".").slice(0, 2).join(".")}.${signed({ alg: "RS256", kid: key.keyId }, "{}", stranger).split(".")[2]}`;
  expect(verdict(wrongKey)).toBe("badSignature");
  expect(signing.verify(signed({ alg: "RS256", kid: key.keyId }), [])).toEqual({
    ok: false,
    cause: "unknownKey",
  });
});

test("JW-08: the same member twice is refused, in the header and anywhere in the payload", () => {
  const header = `{"alg":"RS256","kid":${JSON.stringify(key.keyId)}}`;
  const payloads = ['{"sub":"a","sub":"b"}', '{"a":{"b":1,"b":2}}', '{"a":[{"b":1,"\\u0062":2}]}'];
  expect(verdict(signedText(header, '{"sub":"a"}'))).toBe("ok");
  expect(verdict(signedText(header.replace("{", '{"alg":"none",'), '{"sub":"a"}'))).toBe("malformed");
  expect(payloads.map((payload) => verdict(signedText(header, payload)))).toEqual(
    payloads.map(() => "malformed"),
  );
});

test.each(["[]", "null", '"text"', "1", "", "{", '{"a":1}x', "\ufeff{}"])(
  "a rightly signed payload that is no JSON object is refused: %s",
  (payload) => {
    expect(verdict(signedText(JSON.stringify({ alg: "RS256", kid: key.keyId }), payload))).toBe("malformed");
  },
);

test("JW-08: non-canonical base64url is refused in every part", async () => {
  const token = await signing.sign(pool, key, { a: 1 });
  const [header = "", payload = "", signature = ""] = token.split(".");
  const last = signature.slice(-1);
  const sameBytes = String.fromCharCode(last.charCodeAt(0) + 1);
  const tokens = [
    `${header}.${payload}.${signature}==`,
    `${header}=.${payload}.${signature}`,
    `${header}.${payload} .${signature}`,
    `${header}.${payload}.${signature}\n`,
    `${header}.${payload}.${signature.slice(0, -1)}${sameBytes}`,
    `${header}.${payload}.${signature}.`,
    `${header}.${payload}`,
    "..",
    "",
  ];
  expect(tokens.map(verdict)).toEqual(tokens.map(() => "malformed"));
});

test("JW-09: a header over 2 kB and a token over 64 kB are refused", () => {
  expect(verdict(signed({ alg: "RS256", kid: "k".repeat(2_100) }))).toBe("malformed");
  expect(verdict(signed({ alg: "RS256", kid: key.keyId }, JSON.stringify({ a: "x".repeat(50_000) })))).toBe(
    "malformed",
  );
});

function verdict(token: string): string {
  const keys: PublicJwk[] = [key.publicJwk];
  const verified = signing.verify(token, keys);
  return verified.ok ? "ok" : verified.cause;
}

function privateKeyOf(pair: SigningKeyPair) {
  const der = sealing.open(`signing-key:${pool}`, pair.sealedPrivateKey) ?? "";
  return createPrivateKey({ key: Buffer.from(der, "base64"), format: "der", type: "pkcs8" });
}

function input(header: object, payload = '{"sub":"a"}'): string {
  return [JSON.stringify(header), payload].map((part) => Buffer.from(part).toString("base64url")).join(".");
}

function signed(header: object, payload?: string, by = key): string {
  const signingInput = input(header, payload);
  return `${signingInput}.${signBytes("sha256", Buffer.from(signingInput), privateKeyOf(by)).toString("base64url")}`;
}

function signedText(header: string, payload: string): string {
  const signingInput = [header, payload].map((part) => Buffer.from(part).toString("base64url")).join(".");
  return `${signingInput}.${signBytes("sha256", Buffer.from(signingInput), privateKeyOf(key)).toString("base64url")}`;
}

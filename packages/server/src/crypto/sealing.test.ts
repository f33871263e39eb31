import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { CompactEncrypt, compactDecrypt } from "jose";
import { expect, test } from "vitest";
import { parseMasterKeyRing } from "./master-key.ts";
import { createSealing } from "./sealing.ts";

const ring = parseMasterKeyRing("ab".repeat(32), "test");
const { current } = ring;
const sealing = createSealing(ring);
const payload = JSON.stringify({ family: "3f1c", generation: 4, pool: "us-east-1_abcDEF123" });

test("what was sealed opens to the same text, any Unicode included", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: "grapheme" }), (purpose, text) => {
      expect(sealing.open(purpose, sealing.seal(purpose, text))).toBe(text);
    }),
  );
});

test("a sealed text names its version and key, and never looks the same twice", () => {
  const sealed = sealing.seal("totp", "seed");
  expect(sealed).toMatch(new RegExp(`^v1\\.${current.keyId}\\.[\\w-]{16}\\.[\\w-]+$`));
  expect(sealing.seal("totp", "seed")).not.toBe(sealed);
});

test("TK-15: a sealed text does not hold the secret", () => {
  expect(
    Buffer.from(sealing.seal("totp", "a secret in clear").split(".")[3] ?? "", "base64url").toString(),
  ).not.toContain("secret");
});

test("a text sealed for one purpose does not open for another", () => {
  expect(sealing.open("signing-key:pool-b", sealing.seal("signing-key:pool-a", "text"))).toBeUndefined();
});

test("an independent library opens a refresh token", async () => {
  const { plaintext, protectedHeader } = await compactDecrypt(
    sealing.sealRefreshToken(payload),
    current.refreshToken,
  );
  expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual(JSON.parse(payload));
  expect(protectedHeader).toEqual({ cty: "JWT", enc: "A256GCM", alg: "dir", kid: current.keyId });
});

test("a refresh token made by an independent library opens", async () => {
  const token = await new CompactEncrypt(Buffer.from(payload))
    .setProtectedHeader({ cty: "JWT", enc: "A256GCM", alg: "dir", kid: current.keyId })
    .encrypt(current.refreshToken);
  expect(sealing.openRefreshToken(token)).toBe(payload);
});

test("a refresh token opens to its payload, and the same payload is the same token", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string({ unit: "grapheme", maxLength: 200 })), (claims) => {
      const text = JSON.stringify(claims);
      const token = sealing.sealRefreshToken(text);
      expect(sealing.openRefreshToken(token)).toBe(text);
      expect(sealing.sealRefreshToken(text)).toBe(token);
    }),
  );
});

test("two different payloads share neither token nor IV", () => {
  const [, , left] = sealing.sealRefreshToken('{"a":1}').split(".");
  const [, , right] = sealing.sealRefreshToken('{"a":2}').split(".");
  expect(left).not.toBe(right);
});

test("a refresh token is 0.5 to 2 kB, and its length does not tell how long the payload is", () => {
  const lengths = [2, 100, 383, 384].map((length) => sealing.sealRefreshToken("x".repeat(length)).length);
  expect(new Set(lengths).size).toBe(1);
  expect(lengths[0]).toBeGreaterThan(512);
  expect(sealing.sealRefreshToken("x".repeat(1_100)).length).toBeLessThan(2_048);
});

test("JW-09: headers other than our own are refused, though the rest was encrypted for them with the right key", () => {
  const kid = current.keyId;
  const headers = [
    { cty: "JWT", enc: "A256GCM", alg: "dir", kid, zip: "DEF" },
    { cty: "JWT", enc: "A256GCM", alg: "PBES2-HS256+A128KW", kid, p2c: 2 ** 31, p2s: "c2FsdA" },
    { cty: "JWT", enc: "A256GCM", alg: "A256GCMKW", kid },
    { cty: "JWT", enc: "A128CBC-HS256", alg: "dir", kid },
    { enc: "A256GCM", alg: "dir", kid, cty: "JWT" },
    { cty: "JWT", enc: "A256GCM", alg: "dir" },
    { cty: "JWT", enc: "A256GCM", alg: "dir", kid: "00000000" },
    { cty: "JWT", enc: "A256GCM", alg: "dir", kid, crit: ["exp"] },
    { cty: "JWT", enc: "A256GCM", alg: "dir", kid, pad: "x".repeat(4_000) },
  ];
  const ours = encryptUnder(JSON.stringify({ cty: "JWT", enc: "A256GCM", alg: "dir", kid }));
  expect(sealing.openRefreshToken(ours)).toBe(payload);
  for (const header of headers) {
    expect(sealing.openRefreshToken(encryptUnder(JSON.stringify(header)))).toBeUndefined();
  }
});

test("JW-09: a refresh token over 16 kB is refused, and never issued", () => {
  const [header, , iv, , tag] = sealing.sealRefreshToken(payload).split(".");
  expect(sealing.openRefreshToken(`${header}..${iv}.${"A".repeat(16_384)}.${tag}`)).toBeUndefined();
  const ours = JSON.stringify({ cty: "JWT", enc: "A256GCM", alg: "dir", kid: current.keyId });
  const large = "x".repeat(12_000);
  expect(sealing.openRefreshToken(encryptUnder(ours, large))).toBe(large);
  expect(sealing.openRefreshToken(encryptUnder(ours, "x".repeat(13_000)))).toBeUndefined();
  expect(() => sealing.sealRefreshToken("x".repeat(13_000))).toThrow(RangeError);
});

test("a refresh token with an encrypted key, a sixth part, a short tag or padding does not open", () => {
  const token = sealing.sealRefreshToken(payload);
  const [header, , iv, ciphertext, tag = ""] = token.split(".");
  const shortTag = Buffer.from(tag, "base64url").subarray(0, 12).toString("base64url");
  for (const bad of [
    `${header}.AAAA.${iv}.${ciphertext}.${tag}`,
    `${token}.`,
    `${token}.AAAA`,
    `${header}..${iv}.${ciphertext}.${shortTag}`,
    `${token}==`,
    ` ${token}`,
    `${token}\n`,
    "",
    "....",
  ]) {
    expect(sealing.openRefreshToken(bad)).toBeUndefined();
  }
});

test("a refresh token is no sealed text and a sealed text no refresh token", () => {
  expect(sealing.open("refresh", sealing.sealRefreshToken(payload))).toBeUndefined();
  expect(sealing.openRefreshToken(sealing.seal("refresh", payload))).toBeUndefined();
});

test("a sealed text with a fifth part does not open", () => {
  const sealed = sealing.seal("purpose", payload);
  for (const bad of [`${sealed}.`, `${sealed}.AAAA`]) expect(sealing.open("purpose", bad)).toBeUndefined();
});

function encryptUnder(headerJson: string, text = payload): string {
  const header = Buffer.from(headerJson).toString("base64url");
  const iv = Buffer.alloc(12, 7);
  const cipher = createCipheriv("aes-256-gcm", current.refreshToken, iv);
  cipher.setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return [
    header,
    "",
    ...[iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url")),
  ].join(".");
}

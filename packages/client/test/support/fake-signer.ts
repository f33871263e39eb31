/** Tokens as a provider signs them, and as nobody should. */
import { createHash, createHmac } from "node:crypto";
import { CompactSign, exportJWK, exportSPKI, generateKeyPair, type JWK } from "jose";

export type Claims = Readonly<Record<string, unknown>>;
type Header = Readonly<Record<string, unknown>>;

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export interface Signer extends SigningKey {
  /** By this key, or another; members of the header that are `undefined` are left out. */
  sign(claims: Claims | string, header?: Header, key?: CryptoKey): Promise<string>;
  /** `alg: none`. */
  unsigned(claims: Claims): string;
  /** HS256 with the public key as the secret (RFC 8725 §2.1). */
  signWithPublicKey(claims: Claims): Promise<string>;
}

export async function createSigner(kid: string, alg = "RS256"): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
  const plain = { alg, kid };
  return {
    privateKey,
    jwk,
    sign(claims, header = {}, key = privateKey) {
      const text = typeof claims === "string" ? claims : JSON.stringify(claims);
      const merged: { alg: string } & Header = JSON.parse(JSON.stringify({ ...plain, ...header }));
      return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(merged).sign(key);
    },
    unsigned: (claims) => `${encoded({ alg: "none" })}.${encoded(claims)}.`,
    async signWithPublicKey(claims) {
      const input = `${encoded({ ...plain, alg: "HS256" })}.${encoded(claims)}`;
      const secret = await exportSPKI(publicKey);
      return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
    },
  };
}

/** With one bit changed, which a verifier must notice. */
export function tamperedSignature(token: string): string {
  const bytes = Buffer.from(token.split(".")[2] ?? "", "base64url");
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return [...token.split(".").slice(0, 2), bytes.toString("base64url")].join(".");
}

/** `at_hash` of RS256 (OpenID Connect Core §3.1.3.6). */
export function hashOf(accessToken: string): string {
  return createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url");
}

export function encoded(value: object | string): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

/**
 * The strict reader of our own JWTs. It reads what `signing.ts` writes and little else: the header may name an
 * algorithm and a key, the key must be one of those given, and nothing in the token is ever followed.
 */
import { createPublicKey, type KeyObject, verify as verifySignature } from "node:crypto";
import type { Signing, VerifiedJwt } from "../core/ports.ts";
import type { PublicJwk } from "../core/tokens/signing-key.ts";
import { decodeBase64url } from "./base64url.ts";
import { KeyCache } from "./key-cache.ts";

/** A token with a hundred groups and many claims is far larger than the usual 4 kB, and must work. */
const maxTokenLength = 64 * 1024;
const maxHeaderBytes = 2048;
const cachedKeys = 2048;

export function createVerifier(): Signing["verify"] {
  const publicKeys = new KeyCache<KeyObject>(cachedKeys);
  const parse = (jwk: PublicJwk) => createPublicKey({ key: { ...jwk }, format: "jwk" });
  return (token, keys) => {
    const parts = split(token);
    const keyId = parts && readKeyId(parts.header);
    if (parts === undefined || keyId === undefined) return refuse("malformed");
    const jwk = keys.find(({ kid }) => kid === keyId);
    if (jwk === undefined) return refuse("unknownKey");
    const publicKey = publicKeys.get(`${jwk.e} ${jwk.n}`, () => parse(jwk));
    const isSigned = verifySignature("sha256", Buffer.from(parts.signingInput), publicKey, parts.signature);
    if (!isSigned) return refuse("badSignature");
    const claims = parseExactObject(parts.payload);
    return claims === undefined ? refuse("malformed") : { ok: true, claims, keyId };
  };
}

interface Parts {
  readonly header: Buffer;
  readonly payload: Buffer;
  readonly signature: Buffer;
  readonly signingInput: string;
}

function split(token: string): Parts | undefined {
  if (token.length > maxTokenLength) return undefined;
  const parts = token.split(".", 4);
  const [headerText = "", payloadText = "", signatureText = ""] = parts;
  const header = decodeBase64url(headerText);
  const payload = decodeBase64url(payloadText);
  const signature = decodeBase64url(signatureText);
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  if (parts.length !== 3 || header.length > maxHeaderBytes) return undefined;
  return { header, payload, signature, signingInput: `${headerText}.${payloadText}` };
}

/** `alg` and `kid`, perhaps `typ`, and nothing else: no `crit`, `jku`, `jwk`, `x5u`, `x5c`, `b64` (RFC 8725 §3.1, §3.10). */
function readKeyId(header: Buffer): string | undefined {
  const { alg, kid, typ, ...others } = parseExactObject(header) ?? {};
  if (alg !== "RS256" || typeof kid !== "string") return undefined;
  if (typ !== undefined && typ !== "JWT") return undefined;
  return Object.keys(others).length === 0 ? kid : undefined;
}

/**
 * A JSON object written as `JSON.stringify` writes it. Two members of the same name do not survive the way there
 * and back, nor does any other text that two parsers could read in two ways; all we sign ourselves does.
 */
function parseExactObject(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  const text = bytes.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // The line above leaves a plain object, which is what this type says.
  return JSON.stringify(value) === text ? (value as Record<string, unknown>) : undefined;
}

function refuse(cause: Extract<VerifiedJwt, { ok: false }>["cause"]): VerifiedJwt {
  return { ok: false, cause };
}

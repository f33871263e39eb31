/**
 * Authenticated encryption under the master key: secrets at rest (`seal`) and refresh tokens (a compact JWE by
 * hand: 4 to 12 times faster than a library on this path, which is the hottest one there is).
 */
import type { KeyObject } from "node:crypto";
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Sealing } from "../core/ports.ts";
import { decodeBase64url } from "./base64url.ts";
import type { MasterKey, MasterKeyRing } from "./master-key.ts";

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** Refresh tokens are padded to a multiple of this, so that their length tells nothing about their content. */
const paddingBytes = 384;
const maxTokenLength = 16 * 1024;
const space = 0x20;

export function createSealing(ring: MasterKeyRing): Sealing {
  const headers = new Map([...ring.byId.values()].map((master) => [jweHeader(master), master]));
  const currentHeader = jweHeader(ring.current);
  return {
    seal: (purpose, text) => seal(ring.current, purpose, text),
    open: (purpose, sealed) => open(ring, purpose, sealed),
    sealRefreshToken: (payload) => sealRefreshToken(ring.current, currentHeader, payload),
    openRefreshToken: (token) => openRefreshToken(headers, token),
  };
}

/** `v1.<keyId>.<iv>.<ciphertext and tag>`, with the purpose as additional data. */
function seal(master: MasterKey, purpose: string, text: string): string {
  const iv = randomBytes(ivBytes);
  const { ciphertext, tag } = encrypt(master.sealing, iv, purpose, Buffer.from(text));
  const body = Buffer.concat([ciphertext, tag]).toString("base64url");
  return `v1.${master.keyId}.${iv.toString("base64url")}.${body}`;
}

/** Of the master key that sealed it; empty where that is not said. */
export function keyIdOfSealed(sealed: string): string {
  return sealed.split(".", 2)[1] ?? "";
}

function open(ring: MasterKeyRing, purpose: string, sealed: string): string | undefined {
  const [version, keyId = "", ivText = "", bodyText = "", ...rest] = sealed.split(".");
  const master = ring.byId.get(keyId);
  const iv = decodeBase64url(ivText);
  const body = decodeBase64url(bodyText);
  if (version !== "v1" || rest.length > 0 || master === undefined) return undefined;
  if (iv?.length !== ivBytes || body === undefined || body.length < tagBytes) return undefined;
  const tagStart = body.length - tagBytes;
  const text = decrypt(master.sealing, iv, purpose, body.subarray(0, tagStart), body.subarray(tagStart));
  return text?.toString();
}

function jweHeader({ keyId }: MasterKey): string {
  const header = { cty: "JWT", enc: "A256GCM", alg: "dir", kid: keyId };
  return Buffer.from(JSON.stringify(header)).toString("base64url");
}

/**
 * The IV is a keyed hash of the plaintext, as in AES-GCM-SIV's idea: equal payloads give the same token, and two
 * different ones share an IV no more often than two random IVs would (2^-96 a pair). That is what GCM needs.
 */
function sealRefreshToken(master: MasterKey, header: string, payload: string): string {
  const padded = pad(payload);
  const iv = createHmac("sha256", master.refreshTokenIv).update(padded).digest().subarray(0, ivBytes);
  const { ciphertext, tag } = encrypt(master.refreshToken, iv, header, padded);
  const parts = [iv, ciphertext, tag].map((part) => part.toString("base64url"));
  const token = `${header}..${parts.join(".")}`;
  if (token.length > maxTokenLength) throw new RangeError("a refresh token this long would not open again");
  return token;
}

/** Only our own header is compared, byte for byte, never read: `zip`, `p2c` and the like cannot cause any work. */
function openRefreshToken(headers: ReadonlyMap<string, MasterKey>, token: string): string | undefined {
  if (token.length > maxTokenLength) return undefined;
  const [header = "", encryptedKey, ivText = "", cipherText = "", tagText = "", ...rest] = token.split(
    ".",
    6,
  );
  const master = headers.get(header);
  if (master === undefined || encryptedKey !== "" || rest.length > 0) return undefined;
  const iv = decodeBase64url(ivText);
  const ciphertext = decodeBase64url(cipherText);
  const tag = decodeBase64url(tagText);
  if (iv?.length !== ivBytes || ciphertext === undefined || tag?.length !== tagBytes) return undefined;
  const padded = decrypt(master.refreshToken, iv, header, ciphertext, tag);
  return padded === undefined ? undefined : unpad(padded);
}

/** Trailing spaces: the payload is JSON, which neither ends with one nor minds them. */
function pad(payload: string): Buffer {
  const length = Math.max(1, Math.ceil(Buffer.byteLength(payload) / paddingBytes)) * paddingBytes;
  const padded = Buffer.alloc(length, space);
  padded.write(payload);
  return padded;
}

function unpad(padded: Buffer): string {
  let end = padded.length;
  while (end > 0 && padded[end - 1] === space) end -= 1;
  return padded.toString("utf8", 0, end);
}

function encrypt(key: KeyObject, iv: Buffer, additionalData: string, plaintext: Buffer) {
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(additionalData));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

function decrypt(key: KeyObject, iv: Buffer, additionalData: string, ciphertext: Buffer, tag: Buffer) {
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(additionalData)).setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    // GCM is a stream mode: `final` releases no bytes, it only checks the tag.
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}

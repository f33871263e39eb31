/**
 * Authenticated encryption for what leaves this process: store entries and cookies (BF-13, CK-07). The first key seals and all
 * of them open, so a new key is put in front and the old one taken away once nothing sealed by it is left.
 *
 * Each seal has an AES-256-GCM key of its own, derived by HKDF-SHA-256 from the key, the purpose and a random salt: so neither
 * can a value of one purpose pass for another's, nor do random nonces run out under one key.
 */
import { fromBase64url, toBase64url } from "./base64url.ts";

export interface Sealer {
  /** `context` is bound to the value: it opens only where the same one is given. */
  seal(purpose: string, context: string, text: string): Promise<string>;
  /** Undefined for everything that was not sealed here, or was changed since. */
  open(purpose: string, context: string, sealed: string): Promise<string | undefined>;
  /** Keyed hashes of something that could be guessed, by the first key first. */
  hashes(purpose: string, text: string): Promise<readonly [string, ...string[]]>;
}

type Keys = readonly [CryptoKey, ...CryptoKey[]];

const saltLength = 16;
const ivLength = 12;
const encoder = new TextEncoder();

/** `secrets` are 32 random bytes each. */
export function createSealer(
  secrets: readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]],
): Sealer {
  const [first, ...older] = secrets;
  let imported: Promise<Keys> | undefined;
  const keys = (): Promise<Keys> => {
    imported ??= Promise.all([importKey(first), ...older.map(importKey)]);
    return imported;
  };
  return {
    async seal(purpose, context, text) {
      const [key] = await keys();
      const head = crypto.getRandomValues(new Uint8Array(saltLength + ivLength));
      const cipher = await cipherOf(key, purpose, head);
      const sealed = await crypto.subtle.encrypt(parameters(head, context), cipher, encoder.encode(text));
      return toBase64url(joined(head, new Uint8Array(sealed)));
    },
    async open(purpose, context, sealed) {
      const bytes = fromBase64url(sealed);
      if (bytes === undefined || bytes.length < saltLength + ivLength) return undefined;
      for (const key of await keys()) {
        const text = await openWith(key, purpose, context, bytes);
        if (text !== undefined) return text;
      }
      return undefined;
    },
    async hashes(purpose, text) {
      const [key, ...others] = await keys();
      const rest = await Promise.all(others.map((each) => keyedHash(each, purpose, text)));
      return [await keyedHash(key, purpose, text), ...rest];
    },
  };
}

function importKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
}

async function openWith(
  key: CryptoKey,
  purpose: string,
  context: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const head = bytes.subarray(0, saltLength + ivLength);
  const cipher = await cipherOf(key, purpose, head);
  try {
    const body = bytes.subarray(head.length);
    return new TextDecoder().decode(await crypto.subtle.decrypt(parameters(head, context), cipher, body));
  } catch {
    return undefined;
  }
}

function cipherOf(key: CryptoKey, purpose: string, head: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const cipher = { name: "AES-GCM", length: 256 };
  const derivation = derivedFor(`seal ${purpose}`, head.subarray(0, saltLength));
  return crypto.subtle.deriveKey(derivation, key, cipher, false, ["encrypt", "decrypt"]);
}

async function keyedHash(key: CryptoKey, purpose: string, text: string): Promise<string> {
  const mac = { name: "HMAC", hash: "SHA-256", length: 256 };
  const derivation = derivedFor(`hash ${purpose}`, new Uint8Array());
  const derived = await crypto.subtle.deriveKey(derivation, key, mac, false, ["sign"]);
  return toBase64url(new Uint8Array(await crypto.subtle.sign("HMAC", derived, encoder.encode(text))));
}

function derivedFor(use: string, salt: Uint8Array<ArrayBuffer>): HkdfParams {
  return { name: "HKDF", hash: "SHA-256", salt, info: encoder.encode(`poolhouse client v1 ${use}`) };
}

function parameters(head: Uint8Array<ArrayBuffer>, context: string): AesGcmParams {
  return { name: "AES-GCM", iv: head.subarray(saltLength), additionalData: encoder.encode(context) };
}

function joined(head: Uint8Array<ArrayBuffer>, body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return all;
}

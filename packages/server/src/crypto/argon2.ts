/**
 * Argon2id and its PHC string form (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). The native add-on needs 8 ms of CPU
 * where Node's own needs 20; both give the same bytes, so a database moves freely between the two.
 */
import { argon2 } from "node:crypto";

export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

export interface Argon2Hash extends Argon2Cost {
  readonly salt: Buffer;
  readonly digest: Buffer;
}

/** Computes the raw hash on the thread pool. */
export type Argon2Engine = (
  password: Buffer,
  cost: Argon2Cost,
  salt: Buffer,
  length: number,
) => Promise<Buffer>;

/** The native add-on where there is one for this platform, otherwise Node's own. */
export async function loadArgon2(): Promise<Argon2Engine> {
  try {
    const { hashRaw } = await import("@node-rs/argon2");
    // Its defaults are Argon2id and version 0x13.
    return (password, { memoryKib, passes, parallelism }, salt, outputLen) =>
      hashRaw(password, { memoryCost: memoryKib, timeCost: passes, parallelism, salt, outputLen });
  } catch {
    return nodeArgon2;
  }
}

export const nodeArgon2: Argon2Engine = (message, { memoryKib, passes, parallelism }, nonce, tagLength) =>
  new Promise((resolve, reject) => {
    const parameters = { message, nonce, parallelism, tagLength, memory: memoryKib, passes };
    argon2("argon2id", parameters, (error, digest) => (error ? reject(error) : resolve(digest)));
  });

export function formatPhc({ memoryKib, passes, parallelism, salt, digest }: Argon2Hash): string {
  const cost = `m=${memoryKib},t=${passes},p=${parallelism}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(digest)}`;
}

/** Undefined for anything but an Argon2id string whose cost a server can bear: at most 256 MiB, 16 passes, 16 lanes. */
export function parsePhc(text: string): Argon2Hash | undefined {
  const pattern =
    /^\$argon2id\$v=19\$m=([1-9]\d{0,5}),t=([1-9]\d?),p=([1-9]\d?)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;
  const [, memory, passCount, lanes, salt = "", digest = ""] = pattern.exec(text) ?? [];
  const memoryKib = Number(memory);
  const passes = Number(passCount);
  const parallelism = Number(lanes);
  const isBearable = memoryKib <= 256 * 1024 && passes <= 16 && parallelism <= 16;
  // RFC 9106 §3.1: at least 8 KiB for each lane. NaN, for a text that does not match, fails every comparison.
  if (!isBearable || memoryKib < 8 * parallelism) return undefined;
  return {
    memoryKib,
    passes,
    parallelism,
    salt: Buffer.from(salt, "base64"),
    digest: Buffer.from(digest, "base64"),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

/**
 * The master key ring: the root of every secret that must be readable again. It comes from the
 * settings or from a file in the data folder; what leaves this file are sub-keys, one per use, never the key.
 */
import type { KeyObject } from "node:crypto";
import { createSecretKey, hash, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** One master key, as its sub-keys. */
export interface MasterKey {
  /** The first 8 hex digits of SHA-256 over the key: public, it stands in every sealed text. */
  readonly keyId: string;
  readonly sealing: KeyObject;
  readonly refreshToken: KeyObject;
  readonly refreshTokenIv: KeyObject;
  readonly fingerprint: KeyObject;
  readonly integrity: KeyObject;
}

export interface MasterKeyRing {
  /** Seals; the others only open. */
  readonly current: MasterKey;
  readonly byId: ReadonlyMap<string, MasterKey>;
}

/** The master key is unreadable, malformed or not the one this data was sealed under. Never holds key material. */
export class MasterKeyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MasterKeyError";
  }
}

/** Where the keys are that nobody gave. */
export function masterKeyFile(dataFolder: string): string {
  return join(dataFolder, "master.key");
}

/** The ring given in `POOLHOUSE_MASTER_KEY`, or else the one in `<dataFolder>/master.key`, made on first start. */
export function loadMasterKeyRing(dataFolder: string, setting: string | undefined): MasterKeyRing {
  if (setting !== undefined) return parseMasterKeyRing(setting, "POOLHOUSE_MASTER_KEY");
  const path = masterKeyFile(dataFolder);
  createKeyFile(dataFolder, path);
  return parseMasterKeyRing(readKeyFile(path), path);
}

/** Reads 32-byte keys in hex, base64 or base64url, separated by commas or line ends. `source` is for the error. */
export function parseMasterKeyRing(text: string, source: string): MasterKeyRing {
  const masters = text
    .split(/[,\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part, index) => deriveKeys(decodeKey(part, source, index)));
  const [current] = masters;
  if (current === undefined) throw new MasterKeyError(`${source} holds no key.`);
  const byId = new Map(masters.map((master) => [master.keyId, master]));
  if (byId.size !== masters.length) throw new MasterKeyError(`${source} names the same key twice.`);
  return { current, byId };
}

function decodeKey(text: string, source: string, index: number): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, "base64");
  throw new MasterKeyError(
    `Key ${index + 1} in ${source} is not 32 bytes in base64, base64url or hex (it has ${text.length} characters).`,
  );
}

function deriveKeys(master: Buffer): MasterKey {
  const subKey = (use: string) =>
    createSecretKey(Buffer.from(hkdfSync("sha256", master, "", `poolhouse/v1/${use}`, 32)));
  return {
    keyId: hash("sha256", master, "hex").slice(0, 8),
    sealing: subKey("sealing"),
    refreshToken: subKey("refresh-token"),
    refreshTokenIv: subKey("refresh-token-iv"),
    fingerprint: subKey("fingerprint"),
    integrity: subKey("integrity"),
  };
}

function createKeyFile(dataFolder: string, path: string): void {
  let file: number;
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    file = openSync(path, "wx", 0o600);
  } catch (cause) {
    if (isSystemError(cause, "EEXIST")) return;
    throw new MasterKeyError(`${path} cannot be created.`, { cause });
  }
  try {
    writeSync(file, `${randomBytes(32).toString("base64url")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dataFolder);
}

/** The file's name must survive a power cut too. Windows cannot open a folder and needs no such step. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new MasterKeyError(`${path} cannot be read.`, { cause });
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

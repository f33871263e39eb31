import type { KeyObject } from "node:crypto";
import { createHash, createHmac, createSecretKey } from "node:crypto";
import type { Credential } from "./credential.ts";

/**
 * The key of one secret for one day, region and service. Keys are kept as `KeyObject`s, which print nothing
 * of themselves, under a hash of the secret.
 */
export function signingKey(
  secret: string,
  { date, region, service }: Omit<Credential, "accessKeyId">,
): KeyObject {
  const name = `${createHash("sha256").update(secret).digest("hex")}/${date}/${region}/${service}`;
  const key = keys.get(name) ?? deriveKey(secret, [date, region, service, "aws4_request"]);
  keys.delete(name);
  keys.set(name, key);
  if (keys.size > maximumKeys) dropOldest();
  return key;
}

/** In order of use, the longest unused first. */
const keys = new Map<string, KeyObject>();
const maximumKeys = 64;

function dropOldest(): void {
  for (const name of keys.keys()) {
    keys.delete(name);
    return;
  }
}

function deriveKey(secret: string, scope: readonly string[]): KeyObject {
  let key = createSecretKey(Buffer.from(`AWS4${secret}`));
  for (const part of scope) key = createSecretKey(createHmac("sha256", key).update(part).digest());
  return key;
}

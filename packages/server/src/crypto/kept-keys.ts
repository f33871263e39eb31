/**
 * What a database keeps of its master keys. The one whose check it has is the key of this data: fingerprints are made with it. And what
 * checks the audit log's older records is kept for those that may be gone, sealed under the current one.
 */
import { createSecretKey, type KeyObject } from "node:crypto";
import type { MasterKeys, Sealing } from "../core/ports.ts";
import type { MasterKey, MasterKeyRing } from "./master-key.ts";
import { sealedCheck } from "./master-key-check.ts";
import { keyIdOfSealed } from "./sealing.ts";

export interface KeptKeys {
  /** A sealed constant (`master-key-check.ts`). */
  readonly check: string;
  /** Sealed, by the id of the master key. */
  readonly integrityKeys: ReadonlyMap<string, string>;
}

/** Of data that nobody has written yet. */
export function newKeptKeys(ring: MasterKeyRing): KeptKeys {
  return { check: sealedCheck(ring), integrityKeys: new Map() };
}

/** `check` was verified: its key is in the ring. */
export function keyOfData({ byId, current }: MasterKeyRing, { check }: KeptKeys): MasterKey {
  return byId.get(keyIdOfSealed(check)) ?? current;
}

/** Those of keys that are not in the ring. One that does not open is left out, and its records cannot be checked. */
export function retiredIntegrityKeys(
  ring: MasterKeyRing,
  sealing: Sealing,
  { integrityKeys }: KeptKeys,
): ReadonlyMap<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const [keyId, sealed] of integrityKeys) {
    const key = ring.byId.has(keyId) ? undefined : sealing.open(purpose(keyId), sealed);
    if (key !== undefined) keys.set(keyId, createSecretKey(Buffer.from(key, "base64")));
  }
  return keys;
}

/** `retired` as above. */
export function createMasterKeys(
  ring: MasterKeyRing,
  sealing: Sealing,
  retired: ReadonlyMap<string, KeyObject>,
): MasterKeys {
  const { keyId } = ring.current;
  return {
    currentId: keyId,
    otherIds: [...ring.byId.keys()].filter((id) => id !== keyId),
    hasSealed: (sealed) => keyIdOfSealed(sealed) === keyId,
    check: () => sealedCheck(ring),
    integrityKeys() {
      const keys = new Map(retired);
      for (const master of ring.byId.values()) keys.set(master.keyId, master.integrity);
      keys.delete(keyId);
      return new Map([...keys].map(([id, key]) => [id, sealing.seal(purpose(id), textOf(key))]));
    },
  };
}

function purpose(keyId: string): string {
  return `integrity-key ${keyId}`;
}

function textOf(key: KeyObject): string {
  return key.export().toString("base64");
}

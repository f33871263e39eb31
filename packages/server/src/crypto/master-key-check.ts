/**
 * A sealed constant that the database keeps, so that starting with a wrong master key is refused at once and not
 * discovered later, one unreadable secret at a time.
 */
import type { MasterKeyRing } from "./master-key.ts";
import { MasterKeyError } from "./master-key.ts";
import { createSealing, keyIdOfSealed } from "./sealing.ts";

const purpose = "master-key-check";
const constant = "poolhouse";

/** What to store beside the data when it is created, and again after the current key has changed. */
export function sealedCheck(ring: MasterKeyRing): string {
  return createSealing(ring).seal(purpose, constant);
}

/** Throws `MasterKeyError` unless one key of the ring sealed `storedCheck`. */
export function verifyMasterKey(ring: MasterKeyRing, storedCheck: string): void {
  if (createSealing(ring).open(purpose, storedCheck) === constant) return;
  const needed = keyIdOfSealed(storedCheck) || "unknown";
  const given = [...ring.byId.keys()].join(", ");
  throw new MasterKeyError(
    `This data was sealed under master key ${needed}, but the master key given is ${given}. ` +
      `Start with that key: master.key of the data folder, or POOLHOUSE_MASTER_KEY (a new key first, that one after a comma).`,
  );
}

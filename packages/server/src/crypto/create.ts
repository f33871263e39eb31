/**
 * Cryptography: the ports of `core/ports.ts` that need keys, entropy or hashing, on `node:crypto`. No rule lives
 * here. The two hot paths (signing a JWT, opening a refresh token) are written by hand and held against an
 * independent library in the tests. Everything secret hangs from the master key ring.
 */
import type { Digests, Integrity, MasterKeys, Random, Sealing, Signing, Srp } from "../core/ports.ts";
import { createArithmeticQueue } from "./arithmetic-queue.ts";
import { createDigests } from "./digests.ts";
import { createIntegrity } from "./integrity.ts";
import {
  createMasterKeys,
  type KeptKeys,
  keyOfData,
  newKeptKeys,
  retiredIntegrityKeys,
} from "./kept-keys.ts";
import type { MasterKeyRing } from "./master-key.ts";
import type { PasswordOptions, WatchedPasswords } from "./passwords.ts";
import { createPasswords } from "./passwords.ts";
import { createRandom } from "./random.ts";
import { createSealing } from "./sealing.ts";
import { createSigning } from "./signing.ts";
import { createSrp } from "./srp.ts";

export interface Crypto {
  readonly random: Random;
  readonly digests: Digests;
  readonly integrity: Integrity;
  readonly masterKeys: MasterKeys;
  readonly sealing: Sealing;
  readonly signing: Signing;
  readonly passwords: WatchedPasswords;
  readonly srp: Srp;
}

export interface CryptoOptions extends PasswordOptions {
  /** Default: those of new data. */
  readonly keptKeys?: KeptKeys;
}

export function createCrypto(ring: MasterKeyRing, options: CryptoOptions = {}): Crypto {
  const { keptKeys = newKeptKeys(ring) } = options;
  const random = createRandom();
  const sealing = createSealing(ring);
  const retired = retiredIntegrityKeys(ring, sealing, keptKeys);
  const inTurn = createArithmeticQueue();
  return {
    random,
    digests: createDigests(keyOfData(ring, keptKeys)),
    integrity: createIntegrity(ring, retired),
    masterKeys: createMasterKeys(ring, sealing, retired),
    sealing,
    signing: createSigning(sealing, { cores: options.cores, inTurn }),
    passwords: createPasswords(options),
    srp: createSrp(random, { inTurn }),
  };
}

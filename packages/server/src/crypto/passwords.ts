/** Password hashing behind the `Passwords` port: Argon2id, the whole password in NFC, through a bounded queue. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Passwords } from "../core/ports.ts";
import { sourceKey } from "../core/sign-in/network-address.ts";
import type { Argon2Cost, Argon2Engine } from "./argon2.ts";
import { formatPhc, loadArgon2, parsePhc } from "./argon2.ts";
import { type HashLoad, HashQueue, type HashWatch } from "./hash-queue.ts";

/** OWASP Password Storage Cheat Sheet and ASVS 5.0 appendix C: Argon2id with 19 MiB, 2 passes, 1 lane. */
const passwordCost: Argon2Cost = { memoryKib: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const digestBytes = 32;

export interface PasswordOptions {
  /** How many this process may fill. Default: all. */
  readonly cores?: number | undefined;
  /** Threads of libuv's pool (`UV_THREADPOOL_SIZE`). Default: 4, as libuv's. */
  readonly threadPoolSize?: number;
  /** How many passwords may wait before the next is refused with `Overloaded`. Default: 512, about 2-4 s. */
  readonly maxWaiting?: number;
  /** Default: the fastest engine this machine has, loaded on first use. */
  readonly loadEngine?: () => Promise<Argon2Engine>;
  readonly onHashed?: HashWatch | undefined;
}

export interface WatchedPasswords extends Passwords {
  /** At this moment. */
  load(): HashLoad;
}

export function createPasswords(options: PasswordOptions = {}): WatchedPasswords {
  const { threadPoolSize = 4, maxWaiting = 512, loadEngine = loadArgon2, onHashed } = options;
  const queue = new HashQueue(hashesInFlight(threadPoolSize, options.cores), maxWaiting);
  // Nobody knows its password and nobody can: the digest is not a digest of anything.
  const nobody = { ...passwordCost, salt: randomBytes(saltBytes), digest: randomBytes(digestBytes) };
  let engine: Promise<Argon2Engine> | undefined;
  const passwordsOf = (source: string): Passwords => {
    const compute: Argon2Engine = (password, cost, salt, length) => {
      const work = async () => {
        engine ??= loadEngine();
        return (await engine)(password, cost, salt, length);
      };
      return queue.run(sourceKey(source), work, onHashed);
    };
    return {
      of: passwordsOf,
      async hash(password) {
        const salt = randomBytes(saltBytes);
        const digest = await compute(bytesOf(password), passwordCost, salt, digestBytes);
        return formatPhc({ ...passwordCost, salt, digest });
      },
      async verify(hash, password) {
        const known = hash === undefined ? undefined : parsePhc(hash);
        const expected = known ?? nobody;
        const digest = await compute(bytesOf(password), expected, expected.salt, expected.digest.length);
        return timingSafeEqual(digest, expected.digest) && known !== undefined;
      },
    };
  };
  return { ...passwordsOf(""), load: () => queue.load() };
}

/** As many as there are cores, and always one thread fewer than the pool has: signatures keep that one. */
export function hashesInFlight(threadPoolSize: number, cores: number = availableParallelism()): number {
  return Math.max(1, Math.min(cores, threadPoolSize - 1));
}

/** NIST SP 800-63B: normalised before hashing, so that a keyboard's way of composing an é does not matter. */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize("NFC"));
}

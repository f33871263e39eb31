/**
 * One try at a secret of an account: a password, a code, a one-time password. It is counted before the secret is looked
 * at and taken back when it was right; tries at one account take turns, so that a burst cannot outrun the lock-out (AC-02, AC-03).
 */
import type { PoolId } from "../ids.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { countSource, forgiveSource, type Source } from "./source-limit.ts";

export type Attempted<T> =
  | { readonly ok: true; readonly found: T }
  | { readonly ok: false; readonly isLocked: boolean };

/** What it is counted on: the account, and the network address it came from. */
export interface Guess {
  readonly poolId: PoolId;
  /** A sub, or a fingerprint of a name nobody has. */
  readonly account: string;
  readonly source: Source;
}

/**
 * `look` answers undefined for a wrong secret. `alongside` is written with the count: the trace of a failure, which a
 * success replaces later. Written after the look it would make a wrong password of somebody slower than one of nobody
 * (HP-06). What comes while the account is locked is not looked at, so it counts on nothing. Throws `TooManyGuesses`.
 */
export async function countedAttempt<T>(
  world: World,
  { poolId, account, source }: Guess,
  look: () => Promise<T | undefined>,
  alongside: (tables: Tables) => Promise<void> = async () => undefined,
): Promise<Attempted<T>> {
  return world.turns.inTurn(`${poolId} ${account}`, async () => {
    const now = world.clock.now();
    const isOpen = await world.store.write(async (tables) => {
      const isCounted = await tables.attempts.count(poolId, account, now);
      if (!isCounted) return false;
      await countSource(world, tables, poolId, source);
      await alongside(tables);
      return true;
    });
    if (!isOpen) return { ok: false, isLocked: true };
    const found = await look();
    if (found === undefined) return { ok: false, isLocked: false };
    await world.store.write(async (tables) => {
      await tables.attempts.forgive(poolId, account);
      await forgiveSource(tables, poolId, source);
    });
    return { ok: true, found };
  });
}

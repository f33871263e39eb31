/**
 * One attempt at a secret of an account: a password, a code, a one-time password. It is counted before the secret is
 * looked at and taken back if it was right. Attempts at one account take turns, so that a burst cannot outrun the
 * lock-out (AC-02, AC-03).
 */
import type { PoolId } from "../ids.ts";
import { inOrder } from "../in-order.ts";
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
 * `look` checks the secret, and returns undefined if it is wrong. `alongside` is written together with the count: the event of
 * a failure, which a success replaces later. Written after the check, it would make a wrong password slower for a name that
 * somebody has than for one that nobody has (HP-06). While the account is locked nothing is checked or counted. Throws
 * `TooManyGuesses`.
 */
export function countedAttempt<T>(
  world: World,
  guess: Guess,
  look: () => Promise<T | undefined>,
  alongside: (tables: Tables) => Promise<void> = async () => undefined,
): Promise<Attempted<T>> {
  const { poolId, account } = guess;
  const { promise, resolve, reject } = Promise.withResolvers<Attempted<T>>();
  const inTurn = world.turns.inTurn(`${poolId} ${account}`, async () => {
    const isOpen = await count(world, guess, alongside);
    if (!isOpen) return resolve({ ok: false, isLocked: true });
    const found = await look();
    if (found === undefined) return resolve({ ok: false, isLocked: false });
    const forgiven = forgive(world, guess);
    // If this write shares a commit with what follows, only the next in turn waits for it. Should it fail, the attempt stays counted.
    if (!world.store.commitsTogether) await forgiven;
    resolve({ ok: true, found });
    await forgiven;
  });
  inTurn.catch(reject);
  return promise;
}

/** False for an account that is locked, on which nothing is counted. */
async function count(
  world: World,
  { poolId, account, source }: Guess,
  alongside: (tables: Tables) => Promise<void>,
): Promise<boolean> {
  try {
    await world.store.write((tables) =>
      inOrder(
        requireCounted(tables.attempts.count(poolId, account, world.clock.now())),
        countSource(world, tables, poolId, source),
        alongside(tables),
      ),
    );
    return true;
  } catch (error) {
    if (error === isLocked) return false;
    throw error;
  }
}

/** Undoes the transaction, and nothing else. */
const isLocked = new Error("the account is locked");

async function requireCounted(counted: Promise<boolean>): Promise<void> {
  if (!(await counted)) throw isLocked;
}

function forgive(world: World, { poolId, account, source }: Guess): Promise<void> {
  return world.store.write(async (tables) => {
    await inOrder(tables.attempts.forgive(poolId, account), forgiveSource(tables, poolId, source));
  });
}

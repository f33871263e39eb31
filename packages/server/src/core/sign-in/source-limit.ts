/**
 * How many wrong passwords and codes one network address may send to one pool in an hour (AC-02). This stops whoever
 * tries one password on many accounts, which the lock-out of accounts cannot see. Counted in the database, so that all
 * nodes count together.
 */
import { TooManyGuesses } from "../failures.ts";
import type { PoolId } from "../ids.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { sourceKey } from "./network-address.ts";

const action = "guess";

/** Whoever speaks for somebody else, at the administrator's door, and does not say for whom, has no source. */
export type Source = string | undefined;

/** Before the guess is looked at. Throws `TooManyGuesses`, which undoes the transaction. */
export async function countSource(
  { settings, clock }: Pick<World, "clock" | "settings">,
  { quotas }: Pick<Tables, "quotas">,
  poolId: PoolId,
  source: Source,
): Promise<void> {
  if (source === undefined) return;
  const { guessesPerSource } = settings;
  const isCounted = await quotas.count(poolId, sourceKey(source), action, guessesPerSource, clock.now());
  if (!isCounted) throw new TooManyGuesses();
}

/** It was right. */
export async function forgiveSource(
  { quotas }: Pick<Tables, "quotas">,
  poolId: PoolId,
  source: Source,
): Promise<void> {
  if (source !== undefined) await quotas.giveBack(poolId, sourceKey(source), action);
}

/**
 * Which key signs, which are published, and when the next one is made (OIDC Core §10.1.1). A key's past is not
 * stored: it is retired from the moment its successor is active, and removed when the last token it can have
 * signed has expired.
 */
import type { PoolId } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { SigningKey, TokenUse } from "./signing-key.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** How long a key signs. */
const keyLifetimeMs = 90 * day;
/** How long a key is published before it signs: a day covers every cache of the JWKS. */
const publicationLeadMs = day;
/** Access and ID tokens live a day at most (`AccessTokenValidity` ≤ 86400 s); the hour covers clock skew. */
const longestTokenMs = day + hour;

export async function createSigningKeys(world: World, poolId: PoolId): Promise<readonly SigningKey[]> {
  const now = world.clock.now();
  return Promise.all([
    createSigningKey(world, poolId, "access", now),
    createSigningKey(world, poolId, "id", now),
  ]);
}

/**
 * The key that signs now: the youngest whose time has come. A pool's first one needs no time: the clock of the node that made it may be
 * ahead of ours.
 */
export function activeKey(keys: readonly SigningKey[], tokenUse: TokenUse, now: number): SigningKey {
  const key =
    keys.findLast((each) => each.tokenUse === tokenUse && each.activeFrom <= now) ??
    keys.find((each) => each.tokenUse === tokenUse);
  if (key === undefined) throw new Error(`the pool has no ${tokenUse} key`);
  return key;
}

/** The key that is published and waits. */
function nextKey(keys: readonly SigningKey[], tokenUse: TokenUse, now: number): SigningKey | undefined {
  return keys.find((each) => each.tokenUse === tokenUse && each.activeFrom > now);
}

/** What the schedule asks for at this moment. Running it again changes nothing. */
export async function keepSigningKeys(world: World, pool: Pool): Promise<void> {
  const now = world.clock.now();
  const keys = await world.store.read.signingKeys.list(pool.poolId);
  for (const tokenUse of ["access", "id"] as const) {
    const end = activeKey(keys, tokenUse, now).activeFrom + keyLifetimeMs;
    if (end - publicationLeadMs <= now) await publishNextKey(world, pool.poolId, tokenUse, end);
  }
  const expired = keys.filter((key) => isExpired(key, keys, pool, now));
  if (expired.length === 0) return;
  await world.store.write(async (tables) => {
    for (const key of expired) await tables.signingKeys.delete(pool.poolId, key.keyId);
  });
}

/**
 * Publishes a successor unless one waits already, or the pool went while it was made; it signs from `activeFrom`, but never before the
 * lead is over.
 */
export async function publishNextKey(
  world: World,
  poolId: PoolId,
  tokenUse: TokenUse,
  activeFrom: number,
): Promise<void> {
  const now = world.clock.now();
  if (nextKey(await world.store.read.signingKeys.list(poolId), tokenUse, now) !== undefined) return;
  const key = await createSigningKey(world, poolId, tokenUse, Math.max(activeFrom, now + publicationLeadMs));
  await world.store.write(async (tables) => {
    if ((await tables.pools.find(poolId)) === undefined) return;
    if (nextKey(await tables.signingKeys.list(poolId), tokenUse, now) !== undefined) return;
    await tables.signingKeys.insert(key);
  });
}

async function createSigningKey(
  world: World,
  poolId: PoolId,
  tokenUse: TokenUse,
  activeFrom: number,
): Promise<SigningKey> {
  const pair = await world.signing.generate(poolId);
  return { ...pair, poolId, tokenUse, createdAt: world.clock.now(), activeFrom };
}

function isExpired(key: SigningKey, keys: readonly SigningKey[], pool: Pool, now: number): boolean {
  const successor = keys.find((each) => each.tokenUse === key.tokenUse && each.activeFrom > key.activeFrom);
  if (successor === undefined) return false;
  if (key.tokenUse === "id" && pool.hasEternalIdTokens) return false;
  return successor.activeFrom + longestTokenMs < now;
}

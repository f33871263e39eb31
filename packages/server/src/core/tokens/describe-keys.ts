/** A pool's signing keys as an operator sees them, without their private halves (JW-11). */
import type { SigningKeyType } from "../../model/poolhouse.ts";
import type { PoolId } from "../ids.ts";
import type { World } from "../ports.ts";
import type { SigningKey } from "./signing-key.ts";
import { activeKey } from "./signing-keys.ts";

export async function describeSigningKeys(world: World, poolId: PoolId): Promise<readonly SigningKeyType[]> {
  const now = world.clock.now();
  const keys = await world.store.read.signingKeys.list(poolId);
  return keys.map((key) => ({
    KeyId: key.keyId,
    TokenUse: key.tokenUse,
    Status: statusOf(key, keys, now),
    CreationDate: key.createdAt / 1000,
    ActiveFrom: key.activeFrom / 1000,
  }));
}

function statusOf(key: SigningKey, keys: readonly SigningKey[], now: number): SigningKeyType["Status"] {
  if (activeKey(keys, key.tokenUse, now).keyId === key.keyId) return "ACTIVE";
  return key.activeFrom > now ? "NEXT" : "RETIRED";
}

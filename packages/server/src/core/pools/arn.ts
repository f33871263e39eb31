/** A pool's name in the form of AWS: `arn:aws:cognito-idp:<region>:<account>:userpool/<pool id>`. */
import type { Fail } from "../failures.ts";
import { type PoolId, poolId, regionOf } from "../ids.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { requirePool } from "./find-pool.ts";
import type { Pool } from "./pool.ts";

export function poolArn(world: Pick<World, "settings">, id: PoolId): string {
  return `arn:aws:cognito-idp:${regionOf(id)}:${world.settings.accountId}:userpool/${id}`;
}

/** The pool an ARN names, whether it exists or not; undefined when it names none. */
export function poolIdOfArn(arn: string): PoolId | undefined {
  const id = /^arn:[\w-]+:cognito-idp:[^:]*:\d+:userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(arn)?.[1];
  return id === undefined ? undefined : poolId(id);
}

/** Region and account are part of the name: with others it is not this pool's. */
export async function requirePoolOfArn(
  world: World,
  arn: string,
  fail: Fail<"InvalidParameterException" | "ResourceNotFoundException">,
): Promise<Pool> {
  const id = poolIdOfArn(arn);
  if (id === undefined) throw fail("InvalidParameterException", texts.arnInvalid(arn));
  const pool = await requirePool(world, id, fail);
  if (poolArn(world, pool.poolId) !== arn) {
    throw fail("ResourceNotFoundException", texts.poolNotFound(id));
  }
  return pool;
}

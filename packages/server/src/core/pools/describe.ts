/** A pool in its wire form: its settings and what is derived from the rest. */
import type { UserPoolType } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import { poolArn } from "./arn.ts";
import type { Pool } from "./pool.ts";

export async function describePool(world: World, pool: Pool): Promise<UserPoolType> {
  return {
    Id: pool.poolId,
    ...pool.settings,
    LastModifiedDate: pool.modifiedAt / 1000,
    CreationDate: pool.createdAt / 1000,
    EstimatedNumberOfUsers: await world.store.read.users.countAbout(pool.poolId),
    Arn: poolArn(world, pool.poolId),
  };
}

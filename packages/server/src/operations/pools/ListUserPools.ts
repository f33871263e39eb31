import type { PageRequest } from "../../core/page.ts";
import { readPage } from "../../core/paging.ts";
import type { Pool } from "../../core/pools/pool.ts";
import type { Handler, SignedCaller } from "../handler.ts";

/** Of the region that the caller signed for. The key of one pool sees that pool and no other. */
export const ListUserPools: Handler<"ListUserPools"> = async (input, context) => {
  const { caller, fail, store } = context;
  const fetch = async (page: PageRequest): Promise<readonly Pool[]> =>
    caller.scope.kind === "POOL"
      ? onlyPool(await store.read.pools.find(caller.scope.poolId), caller)
      : store.read.pools.list(caller.region, page);
  const { rows, nextToken } = await readPage(
    context,
    { list: ["ListUserPools", caller.region], limit: input.MaxResults, token: input.NextToken },
    fetch,
    (pool) => pool.poolId,
    fail,
  );
  return { UserPools: rows.map(description), NextToken: nextToken };
};

function onlyPool(pool: Pool | undefined, { region }: SignedCaller): readonly Pool[] {
  return pool?.poolId.startsWith(`${region}_`) ? [pool] : [];
}

function description({ poolId, settings, createdAt, modifiedAt }: Pool) {
  return {
    Id: poolId,
    Name: settings.Name,
    LambdaConfig: settings.LambdaConfig,
    LastModifiedDate: modifiedAt / 1000,
    CreationDate: createdAt / 1000,
  };
}

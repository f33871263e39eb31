import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Everything in the pool goes with it, and so do the access keys that open nothing else. */
export const DeleteUserPool: Handler<"DeleteUserPool"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  await store.write(async (tables) => {
    const { pools, accessKeys } = tables;
    const pool = await requirePoolIn(tables, poolId, fail);
    const { DeletionProtection, Domain, CustomDomain } = pool.settings;
    if (DeletionProtection === "ACTIVE") throw fail("InvalidParameterException", texts.poolProtected);
    if (Domain !== undefined || CustomDomain !== undefined) {
      throw fail("InvalidParameterException", texts.poolHasDomain);
    }
    await pools.delete(poolId);
    for (const { accessKeyId, scope } of await accessKeys.list()) {
      if (scope.kind === "POOL" && scope.poolId === poolId) await accessKeys.delete(accessKeyId);
    }
  });
  return {};
};

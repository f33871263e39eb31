import { requirePool } from "../../core/pools/find-pool.ts";
import { describeMfa, withMfa } from "../../core/pools/mfa.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import type { Handler } from "../handler.ts";

export const SetUserPoolMfaConfig: Handler<"SetUserPoolMfaConfig"> = async (input, context) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  return describeMfa(await updatePool(context, poolId, (pool) => withMfa(pool, input, fail), fail));
};

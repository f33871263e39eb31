import { describeAuthFactors } from "../../core/factors/describe-factors.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminGetUserAuthFactors: Handler<"AdminGetUserAuthFactors"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  return describeAuthFactors(context, pool, await requireUser(context, pool, input.Username, fail));
};

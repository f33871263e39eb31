import { requirePool } from "../../core/pools/find-pool.ts";
import { describeSigningKeys } from "../../core/tokens/describe-keys.ts";
import type { Handler } from "../handler.ts";

export const DescribeSigningKeys: Handler<"DescribeSigningKeys"> = async (input, context) => {
  const { poolId } = await requirePool(context, input.UserPoolId, context.fail);
  return { SigningKeys: await describeSigningKeys(context, poolId) };
};

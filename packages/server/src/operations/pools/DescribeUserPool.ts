import { describePool } from "../../core/pools/describe.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPool: Handler<"DescribeUserPool"> = async (input, context) => {
  const pool = await requirePool(context, input.UserPoolId, context.fail);
  return { UserPool: await describePool(context, pool) };
};

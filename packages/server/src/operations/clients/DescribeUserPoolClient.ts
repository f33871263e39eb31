import { describeClient } from "../../core/clients/describe.ts";
import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPoolClient: Handler<"DescribeUserPoolClient"> = async (input, context) => {
  const pool = await requirePool(context, input.UserPoolId, context.fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, context.fail);
  return { UserPoolClient: describeClient(context, client) };
};

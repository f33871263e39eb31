import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { describeTokenOptions } from "../../core/clients/token-options.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const DescribeUserPoolClientTokenOptions: Handler<"DescribeUserPoolClientTokenOptions"> = async (
  input,
  context,
) => {
  const pool = await requirePool(context, input.UserPoolId, context.fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, context.fail);
  return { ClientTokenOptions: describeTokenOptions(client) };
};

import { requirePool } from "../../core/pools/find-pool.ts";
import { describeResourceServer } from "../../core/resource-servers/rules.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const DescribeResourceServer: Handler<"DescribeResourceServer"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const server = await store.read.resourceServers.find(poolId, input.Identifier);
  if (server === undefined) {
    throw fail("ResourceNotFoundException", texts.resourceServerNotFound(input.Identifier));
  }
  return { ResourceServer: describeResourceServer(server) };
};

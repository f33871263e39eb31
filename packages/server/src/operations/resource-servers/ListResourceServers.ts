import { readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { describeResourceServer } from "../../core/resource-servers/rules.ts";
import type { Handler } from "../handler.ts";

const largestPage = 50;

export const ListResourceServers: Handler<"ListResourceServers"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const { rows, nextToken } = await readPage(
    context,
    { list: ["ListResourceServers", poolId], limit: input.MaxResults ?? largestPage, token: input.NextToken },
    (page) => store.read.resourceServers.list(poolId, page),
    (server) => server.identifier,
    fail,
  );
  return { ResourceServers: rows.map(describeResourceServer), NextToken: nextToken };
};

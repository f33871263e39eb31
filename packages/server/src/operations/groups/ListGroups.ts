import { groupType } from "../../core/groups/group-type.ts";
import { pageSize, readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const ListGroups: Handler<"ListGroups"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { rows, nextToken } = await readPage(
    context,
    { list: ["ListGroups", pool.poolId], limit: pageSize(input.Limit), token: input.NextToken },
    (page) => context.store.read.groups.list(pool.poolId, page),
    (group) => group.name,
    fail,
  );
  return { Groups: rows.map(groupType), NextToken: nextToken };
};

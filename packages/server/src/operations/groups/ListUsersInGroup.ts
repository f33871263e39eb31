import { requireGroup } from "../../core/groups/find-group.ts";
import { pageSize, readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { userType } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

export const ListUsersInGroup: Handler<"ListUsersInGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { name } = await requireGroup(context.store.read, pool, input.GroupName, fail);
  const { rows, nextToken } = await readPage(
    context,
    { list: ["ListUsersInGroup", pool.poolId, name], limit: pageSize(input.Limit), token: input.NextToken },
    (page) => context.store.read.groups.listMembers(pool.poolId, name, page),
    (user) => user.sub,
    fail,
  );
  return { Users: rows.map(userType), NextToken: nextToken };
};

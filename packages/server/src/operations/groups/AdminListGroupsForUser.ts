import { groupType } from "../../core/groups/group-type.ts";
import { pageSize, readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminListGroupsForUser: Handler<"AdminListGroupsForUser"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  // There are a hundred at most, so storage answers all of them at once: in the order of their bytes, and JavaScript has another.
  const stored = await context.store.read.groups.listOfUser(pool.poolId, sub);
  const groups = stored.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const { rows, nextToken } = await readPage(
    context,
    {
      list: ["AdminListGroupsForUser", pool.poolId, sub],
      limit: pageSize(input.Limit),
      token: input.NextToken,
    },
    async ({ limit, after = "" }) => groups.filter(({ name }) => name > after).slice(0, limit),
    (group) => group.name,
    fail,
  );
  return { Groups: rows.map(groupType), NextToken: nextToken };
};

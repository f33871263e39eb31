import type { Group } from "../../core/groups/group.ts";
import { groupType } from "../../core/groups/group-type.ts";
import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const CreateGroup: Handler<"CreateGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const now = context.clock.now();
  const group: Group = {
    poolId: pool.poolId,
    name: input.GroupName,
    description: input.Description,
    roleArn: input.RoleArn,
    precedence: input.Precedence,
    createdAt: now,
    modifiedAt: now,
  };
  const isNew = await context.store.write(async (tables) => {
    await requirePoolIn(tables, pool.poolId, fail);
    return tables.groups.insert(group);
  });
  if (!isNew) throw fail("GroupExistsException", texts.groupExists);
  return { Group: groupType(group) };
};

import { requireGroup } from "../../core/groups/find-group.ts";
import type { Group } from "../../core/groups/group.ts";
import { groupType } from "../../core/groups/group-type.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

/** What the call leaves out stays as it is. */
export const UpdateGroup: Handler<"UpdateGroup"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const now = context.clock.now();
  const updated = await context.store.write(async (tables) => {
    const group = await requireGroup(tables, pool, input.GroupName, fail);
    const changed: Group = {
      ...group,
      description: input.Description ?? group.description,
      roleArn: input.RoleArn ?? group.roleArn,
      precedence: input.Precedence ?? group.precedence,
      modifiedAt: now,
    };
    await tables.groups.update(changed);
    return changed;
  });
  return { Group: groupType(updated) };
};

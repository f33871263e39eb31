import { requirePool } from "../../core/pools/find-pool.ts";
import { type Attributes, deletions, withAdminAttributes } from "../../core/users/attributes.ts";
import { changeAttributes } from "../../core/users/change-attributes.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminDeleteUserAttributes: Handler<"AdminDeleteUserAttributes"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  const changes = deletions(input.UserAttributeNames);
  const apply = (current: Attributes) => withAdminAttributes(pool, current, changes, fail);
  await changeAttributes(context, { pool, sub, changes, apply, proof: null, fail });
  return {};
};

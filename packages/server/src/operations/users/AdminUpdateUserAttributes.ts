import { requirePool } from "../../core/pools/find-pool.ts";
import { type Attributes, withAdminAttributes } from "../../core/users/attributes.ts";
import { changeAttributes } from "../../core/users/change-attributes.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { attributesFrom } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

export const AdminUpdateUserAttributes: Handler<"AdminUpdateUserAttributes"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { sub } = await requireUser(context, pool, input.Username, fail);
  const changes = attributesFrom(input.UserAttributes);
  const apply = (current: Attributes) => withAdminAttributes(pool, current, changes, fail);
  const proof = { client: undefined, metadata: input.ClientMetadata ?? {}, fail };
  await changeAttributes(context, { pool, sub, changes, apply, proof, fail });
  return {};
};

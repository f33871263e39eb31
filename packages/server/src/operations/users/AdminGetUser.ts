import { mfaMembers } from "../../core/factors/describe-factors.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { accountMembers, attributeList } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

export const AdminGetUser: Handler<"AdminGetUser"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  return {
    Username: user.username,
    UserAttributes: attributeList(user),
    ...accountMembers(user),
    ...mfaMembers(user),
  };
};

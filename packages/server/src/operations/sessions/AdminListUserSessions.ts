import { requirePool } from "../../core/pools/find-pool.ts";
import { listSessions } from "../../core/sessions/list-sessions.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminListUserSessions: Handler<"AdminListUserSessions"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  return listSessions(context, { pool, user, current: undefined, token: input.NextToken }, fail);
};

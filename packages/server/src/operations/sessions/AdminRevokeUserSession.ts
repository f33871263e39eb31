import { requirePool } from "../../core/pools/find-pool.ts";
import { revokeSession } from "../../core/sessions/revoke-session.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminRevokeUserSession: Handler<"AdminRevokeUserSession"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  const { SessionId: sessionId, RevokeAssociatedSessions: associated } = input;
  await revokeSession(context, pool, user, { sessionId, associated }, fail);
  return {};
};

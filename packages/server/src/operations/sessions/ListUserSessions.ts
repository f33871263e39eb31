import { listSessions } from "../../core/sessions/list-sessions.ts";
import type { Handler } from "../handler.ts";

export const ListUserSessions: Handler<"ListUserSessions"> = async (input, context) => {
  const { pool, user, family } = context.caller;
  const asked = { pool, user, current: family.sessionId, token: input.NextToken };
  return listSessions(context, asked, context.fail);
};

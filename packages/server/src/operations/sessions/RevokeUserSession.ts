import { revokeSession } from "../../core/sessions/revoke-session.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Whoever wants to end their own session signs out. */
export const RevokeUserSession: Handler<"RevokeUserSession"> = async (input, context) => {
  const { fail } = context;
  const { pool, user, family } = context.caller;
  const { SessionId: sessionId, RevokeAssociatedSessions: associated } = input;
  if (sessionId === family.sessionId) throw fail("InvalidParameterException", texts.ownSession);
  await revokeSession(context, pool, user, { sessionId, associated }, fail);
  return {};
};

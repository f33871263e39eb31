import { isRecentSignIn } from "../../core/sessions/recent-sign-in.ts";
import { changePassword } from "../../core/users/change-password.ts";
import type { Handler } from "../handler.ts";

export const ChangePassword: Handler<"ChangePassword"> = async (input, context) => {
  const { caller, source, fail } = context;
  const { pool, client, user, family } = caller;
  const isRecent = isRecentSignIn(context, pool, family.authenticatedAt, null);
  const { PreviousPassword: previous, ProposedPassword: proposed } = input;
  const stays = { family };
  await changePassword(context, { pool, client, user, previous, isRecent, proposed, source, stays, fail });
  return {};
};

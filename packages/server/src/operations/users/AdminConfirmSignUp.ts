import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import { postConfirmation } from "../../core/triggers/post-confirmation.ts";
import { requireUser } from "../../core/users/find-user.ts";
import { updateUser } from "../../core/users/update-user.ts";
import type { User } from "../../core/users/user.ts";
import type { Handler } from "../handler.ts";

/** Confirms the account, and none of its addresses: nobody has proved those. */
export const AdminConfirmSignUp: Handler<"AdminConfirmSignUp"> = async (input, context) => {
  const { fail } = context;
  const { UserPoolId, Username, ClientMetadata: metadata = {} } = input;
  const pool = await requirePool(context, UserPoolId, fail);
  const { sub } = await requireUser(context, pool, Username, fail);
  const modifiedAt = context.clock.now();
  const confirm = (user: User): User => {
    if (user.status !== "UNCONFIRMED") throw fail("NotAuthorizedException", texts.cannotConfirm(user.status));
    return { ...user, status: "CONFIRMED", modifiedAt };
  };
  const user = await context.store.write((tables) => updateUser(tables, pool, sub, confirm, fail, null));
  const subject = { pool, client: undefined, user, metadata };
  await postConfirmation(context, subject, "PostConfirmation_ConfirmSignUp", fail);
  return {};
};

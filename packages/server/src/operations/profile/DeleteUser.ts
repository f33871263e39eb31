import { deleteOwnAccount } from "../../core/users/delete-user.ts";
import type { Handler } from "../handler.ts";

export const DeleteUser: Handler<"DeleteUser"> = async (_input, context) => {
  const { fail, caller } = context;
  await deleteOwnAccount(context, caller.pool, caller.user, fail);
  return {};
};

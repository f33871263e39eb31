import { deleteUser } from "../../core/users/delete-user.ts";
import type { Handler } from "../handler.ts";

export const DeleteUser: Handler<"DeleteUser"> = async (_input, context) => {
  const { fail, caller } = context;
  await deleteUser(context, caller.user, fail);
  return {};
};

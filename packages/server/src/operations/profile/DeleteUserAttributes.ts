import { deletions, withOwnAttributes } from "../../core/users/attributes.ts";
import { changeAttributes } from "../../core/users/change-attributes.ts";
import type { Handler } from "../handler.ts";

export const DeleteUserAttributes: Handler<"DeleteUserAttributes"> = async (input, context) => {
  const { fail, caller } = context;
  const { pool, client, user } = caller;
  const changes = deletions(input.UserAttributeNames);
  const change = (current: Readonly<Record<string, string>>) =>
    withOwnAttributes(pool, client, current, changes, fail);
  await changeAttributes(context, pool, user.sub, change, fail, null);
  return {};
};

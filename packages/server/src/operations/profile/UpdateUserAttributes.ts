import { withOwnAttributes } from "../../core/users/attributes.ts";
import { changeAttributes } from "../../core/users/change-attributes.ts";
import { attributesFrom } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

export const UpdateUserAttributes: Handler<"UpdateUserAttributes"> = async (input, context) => {
  const { fail, caller } = context;
  const { pool, client, user } = caller;
  const changes = attributesFrom(input.UserAttributes);
  const change = (current: Readonly<Record<string, string>>) =>
    withOwnAttributes(pool, client, current, changes, fail);
  const sent = await changeAttributes(context, pool, user.sub, change, fail, fail);
  return { CodeDeliveryDetailsList: sent };
};

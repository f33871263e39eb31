import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import {
  type Attributes,
  contactAttributes,
  deletions,
  withOwnAttributes,
} from "../../core/users/attributes.ts";
import { changeAttributes } from "../../core/users/change-attributes.ts";
import type { Handler } from "../handler.ts";

export const DeleteUserAttributes: Handler<"DeleteUserAttributes"> = async (input, context) => {
  const { fail, caller } = context;
  const { pool, client, user } = caller;
  const changes = deletions(input.UserAttributeNames);
  if (contactAttributes.some((name) => name in changes)) requireRecentSignIn(context, caller, fail);
  const apply = (current: Attributes) => withOwnAttributes(pool, client, current, changes, fail);
  await changeAttributes(context, { pool, sub: user.sub, changes, apply, proof: null, fail });
  return {};
};

import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import { type Attributes, contactAttributes, withOwnAttributes } from "../../core/users/attributes.ts";
import { changeAttributes } from "../../core/users/change-attributes.ts";
import { attributesFrom } from "../../core/users/user-type.ts";
import type { Handler } from "../handler.ts";

export const UpdateUserAttributes: Handler<"UpdateUserAttributes"> = async (input, context) => {
  const { fail, caller } = context;
  const { pool, client, user } = caller;
  const changes = attributesFrom(input.UserAttributes);
  if (contactAttributes.some((name) => name in changes)) requireRecentSignIn(context, caller, fail);
  const apply = (current: Attributes) => withOwnAttributes(pool, client, current, changes, fail);
  const proof = { client, metadata: input.ClientMetadata ?? {}, fail };
  const request = { pool, sub: user.sub, changes, apply, proof, fail };
  return { CodeDeliveryDetailsList: await changeAttributes(context, request) };
};

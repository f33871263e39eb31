import { verifyAddress } from "../../core/users/verify-address.ts";
import type { Handler } from "../handler.ts";

export const VerifyUserAttribute: Handler<"VerifyUserAttribute"> = async (input, context) => {
  const { fail, caller } = context;
  await verifyAddress(context, caller.pool, caller.user, input.AttributeName, input.Code, fail);
  return {};
};

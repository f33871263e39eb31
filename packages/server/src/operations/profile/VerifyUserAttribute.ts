import { verifyAddress } from "../../core/users/verify-address.ts";
import type { Handler } from "../handler.ts";

export const VerifyUserAttribute: Handler<"VerifyUserAttribute"> = async (input, context) => {
  const { fail, caller, source } = context;
  const { AttributeName, Code: code } = input;
  await verifyAddress(context, caller.pool, caller.user, AttributeName, { code, source }, fail);
  return {};
};

import { requireCallingClient } from "../../core/users/account.ts";
import { confirmForgotPassword } from "../../core/users/confirm-forgot-password.ts";
import type { Handler } from "../handler.ts";

export const ConfirmForgotPassword: Handler<"ConfirmForgotPassword"> = async (input, context) => {
  const { fail } = context;
  const { Username: name, ConfirmationCode: code, Password: password, ClientMetadata: metadata = {} } = input;
  const caller = await requireCallingClient(context, input, fail);
  await confirmForgotPassword(context, { ...caller, name, code, password, metadata, fail });
  return {};
};

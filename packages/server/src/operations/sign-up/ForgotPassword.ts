import { requireCallingClient } from "../../core/users/account.ts";
import { forgotPassword } from "../../core/users/forgot-password.ts";
import type { Handler } from "../handler.ts";

export const ForgotPassword: Handler<"ForgotPassword"> = async (input, context) => {
  const { fail } = context;
  const { Username: name, ClientMetadata: metadata = {} } = input;
  const caller = await requireCallingClient(context, input, fail);
  return {
    CodeDeliveryDetails: await forgotPassword(context, { ...caller, name, metadata, fail }),
  };
};

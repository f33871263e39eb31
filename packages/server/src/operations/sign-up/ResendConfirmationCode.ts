import { requireCallingClient } from "../../core/users/account.ts";
import { resendConfirmationCode } from "../../core/users/resend-confirmation-code.ts";
import type { Handler } from "../handler.ts";

export const ResendConfirmationCode: Handler<"ResendConfirmationCode"> = async (input, context) => {
  const { fail } = context;
  const { Username: name, ClientMetadata: metadata = {} } = input;
  const caller = await requireCallingClient(context, input, fail);
  const call = { ...caller, name, metadata, fail };
  return { CodeDeliveryDetails: await resendConfirmationCode(context, call) };
};

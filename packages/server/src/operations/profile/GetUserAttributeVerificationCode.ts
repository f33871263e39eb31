import { sendAddressCode } from "../../core/users/verify-address.ts";
import type { Handler } from "../handler.ts";

/** Sends a new code to the address, be it one that waits to replace the old; the code before stops working. */
export const GetUserAttributeVerificationCode: Handler<"GetUserAttributeVerificationCode"> = async (
  input,
  context,
) => {
  const { fail, caller } = context;
  const { pool, client, user } = caller;
  const subject = { pool, client, user, metadata: input.ClientMetadata ?? {} };
  return { CodeDeliveryDetails: await sendAddressCode(context, subject, input.AttributeName, fail) };
};

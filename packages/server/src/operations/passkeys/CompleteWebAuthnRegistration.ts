import { completeRegistration } from "../../core/passkeys/registration.ts";
import type { Handler } from "../handler.ts";

export const CompleteWebAuthnRegistration: Handler<"CompleteWebAuthnRegistration"> = async (
  { Credential },
  context,
) => {
  await completeRegistration(context, context.caller, Credential, context.fail);
  return {};
};

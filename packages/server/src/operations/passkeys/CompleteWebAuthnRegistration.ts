import { completeRegistration } from "../../core/passkeys/registration.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const CompleteWebAuthnRegistration: Handler<"CompleteWebAuthnRegistration"> = async (
  { Credential },
  context,
) => {
  requireRecentSignIn(context, context.caller, context.fail);
  await completeRegistration(context, context.caller, Credential, context.fail);
  return {};
};

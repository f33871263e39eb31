import { startRegistration } from "../../core/passkeys/registration.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const StartWebAuthnRegistration: Handler<"StartWebAuthnRegistration"> = async (_input, context) => {
  const { caller, fail } = context;
  requireRecentSignIn(context, caller, fail);
  return { CredentialCreationOptions: await startRegistration(context, caller, fail) };
};

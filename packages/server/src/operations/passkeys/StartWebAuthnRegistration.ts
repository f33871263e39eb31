import { startRegistration } from "../../core/passkeys/registration.ts";
import type { Handler } from "../handler.ts";

export const StartWebAuthnRegistration: Handler<"StartWebAuthnRegistration"> = async (_input, context) => ({
  CredentialCreationOptions: await startRegistration(context, context.caller, context.fail),
});

import { removePasskey } from "../../core/passkeys/remove-passkey.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const DeleteWebAuthnCredential: Handler<"DeleteWebAuthnCredential"> = async (input, context) => {
  const { caller, fail } = context;
  requireRecentSignIn(context, caller, fail);
  await removePasskey(context, caller, input.CredentialId, fail, null);
  return {};
};

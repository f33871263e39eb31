import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const DeleteWebAuthnCredential: Handler<"DeleteWebAuthnCredential"> = async (input, context) => {
  const { caller, store, fail } = context;
  const { poolId, sub } = caller.user;
  const isDeleted = await store.write(({ passkeys }) => passkeys.delete(poolId, sub, input.CredentialId));
  if (!isDeleted) throw fail("ResourceNotFoundException", texts.passkeyNotFound);
  return {};
};

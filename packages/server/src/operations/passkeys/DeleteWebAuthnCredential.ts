import { notify } from "../../core/messages/notice.ts";
import { texts } from "../../core/texts.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const DeleteWebAuthnCredential: Handler<"DeleteWebAuthnCredential"> = async (input, context) => {
  const { caller, store, fail } = context;
  requireRecentSignIn(context, caller, fail);
  const { pool, user } = caller;
  await store.write(async (tables) => {
    const isDeleted = await tables.passkeys.delete(pool.poolId, user.sub, input.CredentialId);
    if (!isDeleted) throw fail("ResourceNotFoundException", texts.passkeyNotFound);
    await notify(context, tables, pool, user, "passkeyRemoved");
  });
  return {};
};

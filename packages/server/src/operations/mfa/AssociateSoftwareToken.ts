import { sealSecret } from "../../core/factors/check-software-token.ts";
import { nextSession, requireEnrolee, useEnrolee } from "../../core/factors/enrol-software-token.ts";
import type { Handler } from "../handler.ts";

/** The new secret waits beside the one in use, if there is one, until VerifySoftwareToken. */
export const AssociateSoftwareToken: Handler<"AssociateSoftwareToken"> = async (input, context) => {
  const { fail } = context;
  const enrolee = await requireEnrolee(context, input, fail);
  const { user } = enrolee;
  const secret = context.oneTimePasswords.newSecret();
  const sealed = sealSecret(context, user, secret);
  await context.store.write(async (tables) => {
    await useEnrolee(tables, enrolee, fail);
    await tables.softwareTokens.putPending(user.poolId, user.sub, sealed);
  });
  const session = nextSession(context, enrolee, {});
  return { SecretCode: secret, ...(session !== undefined && { Session: session }) };
};

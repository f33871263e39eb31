import { managedBrandingType, requireManaged } from "../../core/branding/managed.ts";
import { requireManagedBranding, warnOfContrast } from "../../core/branding/rules.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** What is left out stays. */
export const UpdateManagedLoginBranding: Handler<"UpdateManagedLoginBranding"> = async (input, context) => {
  const { fail, store, clock } = context;
  const { UserPoolId, ManagedLoginBrandingId } = input;
  if (UserPoolId === undefined) throw fail("InvalidParameterException", texts.missingParameter("UserPoolId"));
  if (ManagedLoginBrandingId === undefined) {
    throw fail("InvalidParameterException", texts.missingParameter("ManagedLoginBrandingId"));
  }
  const { poolId } = await requirePool(context, UserPoolId, fail);
  const now = clock.now();
  const { branding, files } = await store.write(async ({ brandings }) => {
    const before = await requireManagedBranding(brandings, poolId, ManagedLoginBrandingId, fail);
    const kept = await brandings.findFiles(poolId, before.clientId, "managed");
    const made = requireManaged(context, input, { content: before.content, files: kept }, fail);
    const changed = { ...before, content: made.content, modifiedAt: now };
    await brandings.update(changed, made.files);
    return { branding: changed, files: made.files };
  });
  warnOfContrast(context, branding);
  return { ManagedLoginBranding: managedBrandingType(branding, files) };
};

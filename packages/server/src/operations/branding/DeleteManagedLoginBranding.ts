import { requireManagedBranding } from "../../core/branding/rules.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const DeleteManagedLoginBranding: Handler<"DeleteManagedLoginBranding"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  await store.write(async ({ brandings }) => {
    const { clientId } = await requireManagedBranding(brandings, poolId, input.ManagedLoginBrandingId, fail);
    await brandings.delete(poolId, clientId, "managed");
  });
  return {};
};

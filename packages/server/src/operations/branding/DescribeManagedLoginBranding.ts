import { describeManagedBranding, requireManagedBranding } from "../../core/branding/rules.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const DescribeManagedLoginBranding: Handler<"DescribeManagedLoginBranding"> = async (
  input,
  context,
) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const { brandings } = store.read;
  const branding = await requireManagedBranding(brandings, poolId, input.ManagedLoginBrandingId, fail);
  const isMerged = input.ReturnMergedResources === true;
  return { ManagedLoginBranding: await describeManagedBranding(brandings, branding, isMerged) };
};

import { describeManagedBranding } from "../../core/branding/rules.ts";
import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const DescribeManagedLoginBrandingByClient: Handler<"DescribeManagedLoginBrandingByClient"> = async (
  input,
  context,
) => {
  const { fail, store } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId, clientId } = await requireClientOfPool(context, pool, input.ClientId, fail);
  const { brandings } = store.read;
  const branding = await brandings.find(poolId, clientId, "managed");
  if (branding === undefined) throw fail("ResourceNotFoundException", texts.brandingNotFound);
  const isMerged = input.ReturnMergedResources === true;
  return { ManagedLoginBranding: await describeManagedBranding(brandings, branding, isMerged) };
};

import type { Branding } from "../../core/branding/branding.ts";
import { managedBrandingType, requireManaged } from "../../core/branding/managed.ts";
import { mostBrandings, warnOfContrast } from "../../core/branding/rules.ts";
import { requireClientIn, requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const CreateManagedLoginBranding: Handler<"CreateManagedLoginBranding"> = async (input, context) => {
  const { fail, store, clock, random } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId } = pool;
  const { clientId } = await requireClientOfPool(context, pool, input.ClientId, fail);
  const { content, files } = requireManaged(context, input, undefined, fail);
  const now = clock.now();
  const branding: Branding = {
    poolId,
    clientId,
    brandingId: random.uuid(),
    content,
    createdAt: now,
    modifiedAt: now,
  };
  await store.write(async (tables) => {
    const { brandings } = tables;
    await requireClientIn(tables, poolId, clientId, fail);
    if ((await brandings.find(poolId, clientId, "managed")) !== undefined) {
      throw fail("ManagedLoginBrandingExistsException", texts.brandingExists);
    }
    if ((await brandings.count(poolId, "managed")) >= mostBrandings) {
      throw fail("LimitExceededException", texts.tooManyBrandings(mostBrandings));
    }
    await brandings.insert(branding, files);
  });
  warnOfContrast(context, branding);
  return { ManagedLoginBranding: managedBrandingType(branding, files) };
};

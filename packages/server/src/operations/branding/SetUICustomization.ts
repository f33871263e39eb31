import { type Branding, everyClient } from "../../core/branding/branding.ts";
import { requireClassicCss, requireClassicImage, uiCustomizationType } from "../../core/branding/classic.ts";
import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** A full replacement: what is left out is gone. */
export const SetUICustomization: Handler<"SetUICustomization"> = async (input, context) => {
  const { fail, store, clock } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId } = pool;
  const { ClientId = everyClient, CSS, ImageFile } = input;
  const clientId =
    ClientId === everyClient
      ? everyClient
      : (await requireClientOfPool(context, pool, ClientId, fail)).clientId;
  if (CSS !== undefined) requireClassicCss(CSS, fail);
  const given = ImageFile === undefined ? undefined : requireClassicImage(context, ImageFile, fail);
  const now = clock.now();
  const branding = await store.write(async ({ pools, clients, brandings }): Promise<Branding> => {
    if ((await pools.find(poolId)) === undefined) {
      throw fail("ResourceNotFoundException", texts.poolNotFound(poolId));
    }
    if (clientId !== everyClient && (await clients.find(poolId, clientId)) === undefined) {
      throw fail("ResourceNotFoundException", texts.clientNotFound(clientId));
    }
    const before = await brandings.find(poolId, clientId, "classic");
    const made: Branding = {
      poolId,
      clientId,
      brandingId: "",
      content: { kind: "classic", css: CSS, image: given?.image },
      createdAt: before?.createdAt ?? now,
      modifiedAt: now,
    };
    if (CSS === undefined && given === undefined) await brandings.delete(poolId, clientId, "classic");
    else if (before === undefined) await brandings.insert(made, given?.files ?? {});
    else await brandings.update(made, given?.files ?? {});
    return made;
  });
  return { UICustomization: uiCustomizationType(context, branding) };
};

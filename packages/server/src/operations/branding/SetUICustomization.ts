import { type Branding, everyClient } from "../../core/branding/branding.ts";
import { requireClassicCss, requireClassicImage, uiCustomizationType } from "../../core/branding/classic.ts";
import { requireClientIn, requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
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
  const branding = await store.write(async (tables): Promise<Branding> => {
    const { brandings } = tables;
    await requirePoolIn(tables, poolId, fail);
    if (clientId !== everyClient) await requireClientIn(tables, poolId, clientId, fail);
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

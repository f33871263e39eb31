import { everyClient } from "../../core/branding/branding.ts";
import { uiCustomizationType } from "../../core/branding/classic.ts";
import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

/** Of an app that has none, the pool's; and nothing, by which tools know it, where there is none at all. */
export const GetUICustomization: Handler<"GetUICustomization"> = async (input, context) => {
  const { fail, store } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { ClientId = everyClient } = input;
  const clientId =
    ClientId === everyClient
      ? everyClient
      : (await requireClientOfPool(context, pool, ClientId, fail)).clientId;
  const { brandings } = store.read;
  const found =
    (await brandings.find(pool.poolId, clientId, "classic")) ??
    (await brandings.find(pool.poolId, everyClient, "classic"));
  if (found === undefined) return { UICustomization: {} };
  return { UICustomization: uiCustomizationType(context, found) };
};

import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const GetUserPoolClientSessionConfiguration: Handler<"GetUserPoolClientSessionConfiguration"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId, clientId, ssoMinutes } = await requireClientOfPool(context, pool, input.ClientId, fail);
  return { UserPoolId: poolId, ClientId: clientId, SSOSession: { MaxValidityMinutes: ssoMinutes } };
};

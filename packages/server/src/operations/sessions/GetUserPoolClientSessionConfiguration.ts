import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { describeClientSession } from "../../core/sessions/session-configuration.ts";
import type { Handler } from "../handler.ts";

export const GetUserPoolClientSessionConfiguration: Handler<"GetUserPoolClientSessionConfiguration"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  return describeClientSession(await requireClientOfPool(context, pool, input.ClientId, fail));
};

import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Never the values. There are two at most, so no list has a second page and no token of one is good. */
export const ListUserPoolClientSecrets: Handler<"ListUserPoolClientSecrets"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const client = await requireClientOfPool(context, pool, input.ClientId, fail);
  if (input.NextToken !== undefined) throw fail("InvalidParameterException", texts.paginationTokenInvalid);
  const ClientSecrets = client.secrets.map(({ secretId, createdAt }) => ({
    ClientSecretId: secretId,
    ClientSecretCreateDate: createdAt / 1000,
  }));
  return { ClientSecrets };
};

import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { updateClient } from "../../core/clients/update-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** The last one stays: without it the client would be public, and anybody could be it (CA-05). */
export const DeleteUserPoolClientSecret: Handler<"DeleteUserPoolClientSecret"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const found = await requireClientOfPool(context, pool, input.ClientId, fail);
  await updateClient(
    context,
    found,
    (client) => {
      const secrets = client.secrets.filter(({ secretId }) => secretId !== input.ClientSecretId);
      if (secrets.length === client.secrets.length) {
        throw fail("ResourceNotFoundException", texts.secretNotFound);
      }
      if (secrets.length === 0) throw fail("InvalidParameterException", texts.lastSecret);
      return { ...client, secrets };
    },
    fail,
  );
  return {};
};

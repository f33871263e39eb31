import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Its branding and its terms go with it. Its tokens end with it: refreshing finds no client, and our own endpoints ask for the client of an access token. */
export const DeleteUserPoolClient: Handler<"DeleteUserPoolClient"> = async (input, context) => {
  const { fail, store } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const { poolId, clientId } = await requireClientOfPool(context, pool, input.ClientId, fail);
  await store.write(async ({ brandings, clients, terms }) => {
    const wasThere = await clients.delete(poolId, clientId);
    if (!wasThere) throw fail("ResourceNotFoundException", texts.clientNotFound(clientId));
    await brandings.deleteOfClient(poolId, clientId);
    await terms.deleteOfClient(poolId, clientId);
  });
  return {};
};

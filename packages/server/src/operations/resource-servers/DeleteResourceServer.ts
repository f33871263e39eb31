import { requirePool } from "../../core/pools/find-pool.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** Clients keep the names of its scopes, which open nothing from then on. */
export const DeleteResourceServer: Handler<"DeleteResourceServer"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  await store.write(async ({ resourceServers }) => {
    if (!(await resourceServers.delete(poolId, input.Identifier))) {
      throw fail("ResourceNotFoundException", texts.resourceServerNotFound(input.Identifier));
    }
  });
  return {};
};

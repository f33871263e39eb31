import { requirePool } from "../../core/pools/find-pool.ts";
import type { ResourceServer } from "../../core/resource-servers/resource-server.ts";
import { describeResourceServer, requireScopes } from "../../core/resource-servers/rules.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** A full replacement: scopes left out are gone, and open nothing from then on. */
export const UpdateResourceServer: Handler<"UpdateResourceServer"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const server: ResourceServer = {
    poolId,
    identifier: input.Identifier,
    name: input.Name,
    scopes: requireScopes(input.Scopes, fail),
  };
  await store.write(async ({ resourceServers }) => {
    if (!(await resourceServers.update(server))) {
      throw fail("ResourceNotFoundException", texts.resourceServerNotFound(input.Identifier));
    }
  });
  return { ResourceServer: describeResourceServer(server) };
};

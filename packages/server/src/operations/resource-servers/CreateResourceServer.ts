import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
import type { ResourceServer } from "../../core/resource-servers/resource-server.ts";
import {
  describeResourceServer,
  mostResourceServers,
  requireIdentifier,
  requireScopes,
} from "../../core/resource-servers/rules.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

export const CreateResourceServer: Handler<"CreateResourceServer"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const server: ResourceServer = {
    poolId,
    identifier: requireIdentifier(input.Identifier, fail),
    name: input.Name,
    scopes: requireScopes(input.Scopes, fail),
  };
  await store.write(async (tables) => {
    const { resourceServers } = tables;
    await requirePoolIn(tables, poolId, fail);
    if ((await resourceServers.count(poolId)) >= mostResourceServers) {
      throw fail("LimitExceededException", texts.tooManyResourceServers(mostResourceServers));
    }
    if (!(await resourceServers.insert(server))) {
      throw fail("InvalidParameterException", texts.resourceServerExists(server.identifier, poolId));
    }
  });
  return { ResourceServer: describeResourceServer(server) };
};

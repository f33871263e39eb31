import { updatedClientSettings } from "../../core/clients/defaults.ts";
import { describeClient } from "../../core/clients/describe.ts";
import { requireClientOfPool } from "../../core/clients/find-client.ts";
import { requireClientSettings } from "../../core/clients/rules.ts";
import { updateClient } from "../../core/clients/update-client.ts";
import { requirePool, requirePoolIn } from "../../core/pools/find-pool.ts";
import { mostResourceServers } from "../../core/resource-servers/rules.ts";
import type { Handler } from "../handler.ts";

/** A full replacement: what is left out goes back to its default. Secrets and token options are not part of it. */
export const UpdateUserPoolClient: Handler<"UpdateUserPoolClient"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const found = await requireClientOfPool(context, pool, input.ClientId, fail);
  const client = await updateClient(
    context,
    found,
    async (current, tables) => {
      const now = await requirePoolIn(tables, pool.poolId, fail);
      const servers = await tables.resourceServers.list(pool.poolId, { limit: mostResourceServers });
      const changed = { ...current, settings: updatedClientSettings(current, input) };
      requireClientSettings(now, servers, changed, "updating", fail);
      return changed;
    },
    fail,
  );
  return { UserPoolClient: describeClient(context, client) };
};

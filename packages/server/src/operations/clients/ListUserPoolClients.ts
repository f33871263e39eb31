import { pageSize, readPage } from "../../core/paging.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Handler } from "../handler.ts";

export const ListUserPoolClients: Handler<"ListUserPoolClients"> = async (input, context) => {
  const { fail, store } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  // Clients that registered themselves do not exist here.
  if (input.ClientType === "DCR") return { UserPoolClients: [] };
  const { rows, nextToken } = await readPage(
    context,
    { list: ["ListUserPoolClients", poolId], limit: pageSize(input.MaxResults), token: input.NextToken },
    (page) => store.read.clients.list(poolId, page),
    (client) => client.clientId,
    fail,
  );
  const UserPoolClients = rows.map(({ clientId, settings }) => ({
    ClientId: clientId,
    UserPoolId: poolId,
    ClientName: settings.ClientName,
  }));
  return { UserPoolClients, NextToken: nextToken };
};

import type { Kysely, Selectable } from "kysely";
import type { Client, ClientTable } from "../core/clients/client.ts";
import { clientId, poolId } from "../core/ids.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function clientTable(db: Kysely<Schema>): ClientTable {
  return {
    async find(poolId, clientId) {
      const [row] = await selectClient(db, poolId, clientId);
      return row && toClient(row);
    },
    async findAnywhere(clientId) {
      const row = await db
        .selectFrom("clients")
        .selectAll()
        .where("client_id", "=", clientId)
        .executeTakeFirst();
      return row && toClient(row);
    },
    async list(poolId, { limit, after }) {
      const clients = db.selectFrom("clients").selectAll().where("pool_id", "=", poolId);
      const page = after === undefined ? clients : clients.where("client_id", ">", after);
      return (await page.orderBy("client_id").limit(limit).execute()).map(toClient);
    },
    async insert(client) {
      await db.insertInto("clients").values(fromClient(client)).execute();
    },
    async update(client) {
      const { pool_id, client_id, ...columns } = fromClient(client);
      const { numUpdatedRows } = await db
        .updateTable("clients")
        .set(columns)
        .where("pool_id", "=", pool_id)
        .where("client_id", "=", client_id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async delete(poolId, clientId) {
      const { numDeletedRows } = await db
        .deleteFrom("clients")
        .where("pool_id", "=", poolId)
        .where("client_id", "=", clientId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

const selectClient = prepared((db, poolId: string, clientId: string) =>
  db.selectFrom("clients").selectAll().where("pool_id", "=", poolId).where("client_id", "=", clientId),
);

function toClient(row: Selectable<Schema["clients"]>): Client {
  return {
    poolId: poolId(row.pool_id),
    clientId: clientId(row.client_id),
    settings: JSON.parse(row.settings),
    tokenOptions: JSON.parse(row.token_options),
    ssoMinutes: row.sso_minutes,
    secrets: JSON.parse(row.secrets),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

function fromClient(client: Client): Schema["clients"] {
  return {
    pool_id: client.poolId,
    client_id: client.clientId,
    settings: JSON.stringify(client.settings),
    token_options: JSON.stringify(client.tokenOptions),
    sso_minutes: client.ssoMinutes,
    secrets: JSON.stringify(client.secrets),
    created_at: client.createdAt,
    modified_at: client.modifiedAt,
  };
}

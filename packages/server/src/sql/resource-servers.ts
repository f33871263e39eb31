import type { Kysely, Selectable } from "kysely";
import { poolId } from "../core/ids.ts";
import type { ResourceServer, ResourceServerTable } from "../core/resource-servers/resource-server.ts";
import type { Schema } from "./schema.ts";

export function resourceServerTable(db: Kysely<Schema>): ResourceServerTable {
  return {
    async find(poolId, identifier) {
      const row = await db
        .selectFrom("resource_servers")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("identifier", "=", identifier)
        .executeTakeFirst();
      return row && toResourceServer(row);
    },
    async list(poolId, { limit, after }) {
      const servers = db.selectFrom("resource_servers").selectAll().where("pool_id", "=", poolId);
      const page = after === undefined ? servers : servers.where("identifier", ">", after);
      return (await page.orderBy("identifier").limit(limit).execute()).map(toResourceServer);
    },
    async count(poolId) {
      const row = await db
        .selectFrom("resource_servers")
        .select((select) => select.fn.countAll<number>().as("servers"))
        .where("pool_id", "=", poolId)
        .executeTakeFirstOrThrow();
      return Number(row.servers);
    },
    async insert(server) {
      const inserted = await db
        .insertInto("resource_servers")
        .values(fromResourceServer(server))
        .onConflict((conflict) => conflict.doNothing())
        .returning("identifier")
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async update(server) {
      const { pool_id, identifier, ...columns } = fromResourceServer(server);
      const { numUpdatedRows } = await db
        .updateTable("resource_servers")
        .set(columns)
        .where("pool_id", "=", pool_id)
        .where("identifier", "=", identifier)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async delete(poolId, identifier) {
      const { numDeletedRows } = await db
        .deleteFrom("resource_servers")
        .where("pool_id", "=", poolId)
        .where("identifier", "=", identifier)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function toResourceServer(row: Selectable<Schema["resource_servers"]>): ResourceServer {
  return {
    poolId: poolId(row.pool_id),
    identifier: row.identifier,
    name: row.name,
    scopes: JSON.parse(row.scopes),
  };
}

function fromResourceServer(server: ResourceServer): Schema["resource_servers"] {
  return {
    pool_id: server.poolId,
    identifier: server.identifier,
    name: server.name,
    scopes: JSON.stringify(server.scopes),
  };
}

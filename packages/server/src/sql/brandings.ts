import type { Kysely } from "kysely";
import { type Branding, type BrandingTable, everyClient } from "../core/branding/branding.ts";
import { clientId, poolId } from "../core/ids.ts";
import type { Schema } from "./schema.ts";

/** Without the pictures, which may be a thousand times as large as the rest. */
const light = [
  "pool_id",
  "client_id",
  "kind",
  "branding_id",
  "content",
  "created_at",
  "modified_at",
] as const;

export function brandingTable(db: Kysely<Schema>): BrandingTable {
  const select = (pool: string) => db.selectFrom("brandings").select(light).where("pool_id", "=", pool);
  return {
    async find(pool, client, kind) {
      const row = await select(pool)
        .where("client_id", "=", client)
        .where("kind", "=", kind)
        .executeTakeFirst();
      return row && toBranding(row);
    },
    async findById(pool, id) {
      const row = await select(pool).where("branding_id", "=", id).executeTakeFirst();
      return row && toBranding(row);
    },
    async listOfClient(pool, client) {
      const rows = await select(pool)
        .where("client_id", "in", [client, everyClient])
        .orderBy("client_id")
        .orderBy("kind")
        .execute();
      return rows.map(toBranding);
    },
    async count(pool, kind) {
      const row = await db
        .selectFrom("brandings")
        .select((all) => all.fn.countAll<number>().as("brandings"))
        .where("pool_id", "=", pool)
        .where("kind", "=", kind)
        .executeTakeFirstOrThrow();
      return Number(row.brandings);
    },
    async findFiles(pool, client, kind) {
      const row = await db
        .selectFrom("brandings")
        .select("files")
        .where("pool_id", "=", pool)
        .where("client_id", "=", client)
        .where("kind", "=", kind)
        .executeTakeFirst();
      return row === undefined ? {} : JSON.parse(row.files);
    },
    async insert(branding, files) {
      const inserted = await db
        .insertInto("brandings")
        .values({ ...fromBranding(branding), files: JSON.stringify(files) })
        .onConflict((conflict) => conflict.doNothing())
        .returning("kind")
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async update(branding, files) {
      const { pool_id, client_id, kind, ...columns } = fromBranding(branding);
      const { numUpdatedRows } = await db
        .updateTable("brandings")
        .set({ ...columns, files: JSON.stringify(files) })
        .where("pool_id", "=", pool_id)
        .where("client_id", "=", client_id)
        .where("kind", "=", kind)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async delete(pool, client, kind) {
      const { numDeletedRows } = await db
        .deleteFrom("brandings")
        .where("pool_id", "=", pool)
        .where("client_id", "=", client)
        .where("kind", "=", kind)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async deleteOfClient(pool, client) {
      await db.deleteFrom("brandings").where("pool_id", "=", pool).where("client_id", "=", client).execute();
    },
  };
}

type LightRow = Omit<Schema["brandings"], "files">;

function toBranding(row: LightRow): Branding {
  return {
    poolId: poolId(row.pool_id),
    clientId: row.client_id === everyClient ? everyClient : clientId(row.client_id),
    brandingId: row.branding_id,
    content: JSON.parse(row.content),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

function fromBranding(branding: Branding): LightRow {
  return {
    pool_id: branding.poolId,
    client_id: branding.clientId,
    kind: branding.content.kind,
    branding_id: branding.brandingId,
    content: JSON.stringify(branding.content),
    created_at: branding.createdAt,
    modified_at: branding.modifiedAt,
  };
}

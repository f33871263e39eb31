import type { Kysely, Selectable } from "kysely";
import type { AccessKey, AccessKeyScope, AccessKeyTable } from "../core/access-keys/access-key.ts";
import { poolId } from "../core/ids.ts";
import type { Schema } from "./schema.ts";

export function accessKeyTable(db: Kysely<Schema>): AccessKeyTable {
  return {
    async find(accessKeyId) {
      const row = await db
        .selectFrom("access_keys")
        .selectAll()
        .where("access_key_id", "=", accessKeyId)
        .executeTakeFirst();
      return row && toAccessKey(row);
    },
    async list() {
      const rows = await db.selectFrom("access_keys").selectAll().orderBy("access_key_id").execute();
      return rows.map(toAccessKey);
    },
    async insert({ accessKeyId, sealedSecret, scope, description, createdAt }) {
      await db
        .insertInto("access_keys")
        .values({
          access_key_id: accessKeyId,
          sealed_secret: sealedSecret,
          scope: scope.kind,
          pool_id: scope.kind === "POOL" ? scope.poolId : null,
          description,
          created_at: createdAt,
        })
        .execute();
    },
    async delete(accessKeyId) {
      const { numDeletedRows } = await db
        .deleteFrom("access_keys")
        .where("access_key_id", "=", accessKeyId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function toAccessKey(row: Selectable<Schema["access_keys"]>): AccessKey {
  return {
    accessKeyId: row.access_key_id,
    sealedSecret: row.sealed_secret,
    scope: toScope(row),
    description: row.description,
    createdAt: row.created_at,
  };
}

function toScope({ access_key_id, scope, pool_id }: Selectable<Schema["access_keys"]>): AccessKeyScope {
  if (scope !== "POOL") return { kind: scope };
  // A key that lost its pool must not become a key for everything.
  if (pool_id === null) throw new Error(`The access key ${access_key_id} names no pool.`);
  return { kind: "POOL", poolId: poolId(pool_id) };
}

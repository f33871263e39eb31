import type { Kysely, Selectable } from "kysely";
import { poolId } from "../core/ids.ts";
import type { Pool, PoolTable } from "../core/pools/pool.ts";
import { poolTables, type Schema } from "./schema.ts";

export function poolTable(db: Kysely<Schema>): PoolTable {
  return {
    async find(poolId) {
      const row = await db.selectFrom("pools").selectAll().where("pool_id", "=", poolId).executeTakeFirst();
      return row && toPool(row);
    },
    async list(region, { limit, after }) {
      let pools = db.selectFrom("pools").selectAll();
      // "`" is the character after "_".
      if (region !== undefined)
        pools = pools.where("pool_id", ">=", `${region}_`).where("pool_id", "<", `${region}\``);
      if (after !== undefined) pools = pools.where("pool_id", ">", after);
      return (await pools.orderBy("pool_id").limit(limit).execute()).map(toPool);
    },
    async insert(pool) {
      await db.insertInto("pools").values(fromPool(pool)).execute();
    },
    async update(pool) {
      const { pool_id, ...columns } = fromPool(pool);
      const { numUpdatedRows } = await db
        .updateTable("pools")
        .set(columns)
        .where("pool_id", "=", pool_id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async delete(poolId) {
      const pool = await db
        .deleteFrom("pools")
        .where("pool_id", "=", poolId)
        .returning("pool_id")
        .executeTakeFirst();
      if (pool === undefined) return false;
      for (const table of poolTables) await db.deleteFrom(table).where("pool_id", "=", poolId).execute();
      return true;
    },
  };
}

function toPool(row: Selectable<Schema["pools"]>): Pool {
  return {
    poolId: poolId(row.pool_id),
    settings: JSON.parse(row.settings),
    mfa: JSON.parse(row.mfa),
    hasEternalIdTokens: row.has_eternal_id_tokens === 1,
    sessions: JSON.parse(row.sessions),
    risk: JSON.parse(row.risk),
    triggerTargets: JSON.parse(row.trigger_targets),
    unfinishedAccountDays: row.unfinished_account_days,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

function fromPool(pool: Pool): Schema["pools"] {
  return {
    pool_id: pool.poolId,
    settings: JSON.stringify(pool.settings),
    mfa: JSON.stringify(pool.mfa),
    has_eternal_id_tokens: pool.hasEternalIdTokens ? 1 : 0,
    sessions: JSON.stringify(pool.sessions),
    risk: JSON.stringify(pool.risk),
    trigger_targets: JSON.stringify(pool.triggerTargets),
    unfinished_account_days: pool.unfinishedAccountDays,
    created_at: pool.createdAt,
    modified_at: pool.modifiedAt,
  };
}

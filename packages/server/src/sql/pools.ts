import type { Kysely, Selectable } from "kysely";
import { type PoolId, poolId } from "../core/ids.ts";
import type { Pool, PoolTable } from "../core/pools/pool.ts";
import { deleteSomeOfPool } from "./delete-some.ts";
import { keysInPool, poolTables, type Schema } from "./schema.ts";

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
      const removed = await removeSome(db, poolId, Number.POSITIVE_INFINITY, mostAtOnce);
      if (removed.isMore) await noteRemains(db, poolId);
      return true;
    },
    async listDeleted() {
      const rows = await db
        .selectFrom("instance")
        .select("name")
        .where("name", ">=", remains)
        .where("name", "<", `${remains}\u{10FFFF}`)
        .execute();
      return rows.map(({ name }) => poolId(name.slice(remains.length)));
    },
    async pruneDeleted(poolId, most) {
      const removed = await removeSome(db, poolId, most, most);
      if (!removed.isMore)
        await db
          .deleteFrom("instance")
          .where("name", "=", remains + poolId)
          .execute();
      return removed.count;
    },
  };
}

/** Of each table, when a pool is deleted: of more the rest is left, since a statement must not take as long as a large pool has people. */
const mostAtOnce = 1000;

/** What begins the name of a fact: of this deleted pool something is left. */
const remains = "remains-of-pool ";

async function noteRemains(db: Kysely<Schema>, poolId: PoolId): Promise<void> {
  await db
    .insertInto("instance")
    .values({ name: remains + poolId, value: "" })
    .execute();
}

/** `isMore`: there may be more. */
async function removeSome(db: Kysely<Schema>, poolId: PoolId, most: number, mostOfTable: number) {
  let count = 0;
  let isMore = false;
  for (const table of poolTables) {
    const limit = Math.min(most - count, mostOfTable);
    if (limit === 0) return { count, isMore: true };
    const removed = await deleteSomeOfPool(db, table, poolId, keysInPool[table], limit);
    count += removed;
    if (removed === limit) isMore = true;
  }
  return { count, isMore };
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

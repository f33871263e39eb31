import { type Kysely, sql } from "kysely";
import { clientId, poolId } from "../core/ids.ts";
import type { FlowTable } from "../core/sign-in/flow.ts";
import { deleteSome } from "./delete-some.ts";
import type { Schema } from "./schema.ts";

export function flowTable(db: Kysely<Schema>): FlowTable {
  return {
    async find(pool, flowId) {
      const row = await db
        .selectFrom("flows")
        .selectAll()
        .where("pool_id", "=", pool)
        .where("flow_id", "=", flowId)
        .executeTakeFirst();
      return (
        row && {
          poolId: poolId(row.pool_id),
          flowId: row.flow_id,
          browserHash: row.browser_hash,
          clientId: clientId(row.client_id),
          state: row.state,
          version: row.version,
          expiresAt: row.expires_at,
        }
      );
    },
    async insert(flow) {
      await db
        .insertInto("flows")
        .values({
          pool_id: flow.poolId,
          flow_id: flow.flowId,
          browser_hash: flow.browserHash,
          client_id: flow.clientId,
          state: flow.state,
          version: flow.version,
          expires_at: flow.expiresAt,
        })
        .execute();
    },
    async advance(flow, state) {
      const advanced = await db
        .updateTable("flows")
        .set({ state, version: flow.version + 1 })
        .where("pool_id", "=", flow.poolId)
        .where("flow_id", "=", flow.flowId)
        .where("version", "=", flow.version)
        .returning("version")
        .executeTakeFirst();
      return advanced !== undefined;
    },
    async finish(poolId, flowId, version) {
      const finished = await db
        .deleteFrom("flows")
        .where("pool_id", "=", poolId)
        .where("flow_id", "=", flowId)
        .where("version", "=", version)
        .returning("flow_id")
        .executeTakeFirst();
      return finished !== undefined;
    },
    prune(now, most) {
      return deleteSome(db, "flows", ["pool_id", "flow_id"], sql`expires_at <= ${now}`, most);
    },
  };
}

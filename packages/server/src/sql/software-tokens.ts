import type { Kysely } from "kysely";
import type { SoftwareTokenTable } from "../core/factors/software-token.ts";
import { poolId, sub } from "../core/ids.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function softwareTokenTable(db: Kysely<Schema>): SoftwareTokenTable {
  return {
    async find(pool, person) {
      const [row] = await selectToken(db, pool, person);
      return (
        row && {
          poolId: poolId(row.pool_id),
          sub: sub(row.sub),
          sealedSecret: row.sealed_secret ?? undefined,
          friendlyName: row.friendly_name ?? undefined,
          lastStep: row.last_step,
          sealedPendingSecret: row.sealed_pending_secret ?? undefined,
        }
      );
    },
    async putPending(poolId, sub, sealedPendingSecret) {
      const pending = { sealed_pending_secret: sealedPendingSecret };
      await db
        .insertInto("software_tokens")
        .values({ pool_id: poolId, sub, sealed_secret: null, friendly_name: null, last_step: 0, ...pending })
        .onConflict((conflict) => conflict.columns(["pool_id", "sub"]).doUpdateSet(pending))
        .execute();
    },
    async confirm(poolId, sub, sealedPendingSecret, friendlyName, step) {
      const confirmed = await db
        .updateTable("software_tokens")
        .set({
          sealed_secret: sealedPendingSecret,
          sealed_pending_secret: null,
          friendly_name: friendlyName ?? null,
          last_step: step,
        })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("sealed_pending_secret", "=", sealedPendingSecret)
        .returning("last_step")
        .executeTakeFirst();
      return confirmed !== undefined;
    },
    async useStep(poolId, sub, step) {
      const used = await db
        .updateTable("software_tokens")
        .set({ last_step: step })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("last_step", "<", step)
        .where("sealed_secret", "is not", null)
        .returning("last_step")
        .executeTakeFirst();
      return used !== undefined;
    },
    async delete(poolId, sub) {
      const deleted = await db
        .deleteFrom("software_tokens")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("sealed_secret", "is not", null)
        .returning("sub")
        .executeTakeFirst();
      return deleted !== undefined;
    },
  };
}

const selectToken = prepared((db, poolId: string, sub: string) =>
  db.selectFrom("software_tokens").selectAll().where("pool_id", "=", poolId).where("sub", "=", sub),
);

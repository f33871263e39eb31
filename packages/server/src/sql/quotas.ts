import { type Kysely, sql } from "kysely";
import type { QuotaTable } from "../core/sign-in/quotas.ts";
import { deleteSome } from "./delete-some.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const hourMs = 60 * 60 * 1000;

export function quotaTable(db: Kysely<Schema>): QuotaTable {
  return {
    async count(poolId, subject, action, most, now) {
      // The statement below always counts the first.
      if (most < 1) return false;
      return (await count(db, poolId, subject, action, most, now)).length > 0;
    },
    async giveBack(poolId, subject, action) {
      await giveBack(db, poolId, subject, action);
    },
    prune(now, most) {
      return deleteSome(
        db,
        "quotas",
        ["pool_id", "subject", "action"],
        sql`window_start <= ${now - hourMs}`,
        most,
      );
    },
  };
}

const isOver = sql<boolean>`quotas.window_start <= excluded.window_start - ${sql.lit(hourMs)}`;

const count = prepared((db, poolId: string, subject: string, action: string, most: number, now: number) =>
  db
    .insertInto("quotas")
    .values({ pool_id: poolId, subject, action, window_start: now, used: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["pool_id", "subject", "action"])
        .doUpdateSet({
          window_start: sql`case when ${isOver} then excluded.window_start else quotas.window_start end`,
          used: sql`case when ${isOver} then 1 else quotas.used + 1 end`,
        })
        .where((quota) => quota.or([isOver, quota("quotas.used", "<", most)])),
    )
    .returning("used"),
);

const giveBack = prepared((db, poolId: string, subject: string, action: string) =>
  db
    .updateTable("quotas")
    .set((set) => ({ used: set("used", "-", 1) }))
    .where("pool_id", "=", poolId)
    .where("subject", "=", subject)
    .where("action", "=", action)
    .where("used", ">", 0),
);

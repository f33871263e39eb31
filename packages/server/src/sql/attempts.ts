/**
 * Cognito's lockout: four failures are free; after the fifth the account is locked for a second, doubling with
 * each further one up to fifteen minutes. What comes while it is locked is refused and not counted.
 */
import { type Kysely, sql } from "kysely";
import type { AttemptTable } from "../core/sign-in/attempts.ts";
import { deleteSome } from "./delete-some.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const quietMs = 15 * 60 * 1000;
const longestLockMs = 900 * 1000;
/** With this many failures before, 2^(n-5) seconds exceed the longest lock. */
const longestLockFrom = 14;

export function attemptTable(db: Kysely<Schema>): AttemptTable {
  return {
    async count(poolId, subject, now) {
      return (await count(db, poolId, subject, now)).length > 0;
    },
    async forgive(poolId, subject) {
      await forgive(db, poolId, subject);
    },
    async clear(poolId, subject) {
      await clear(db, poolId, subject);
    },
    async findLocked(poolId, subject, now) {
      return (await selectLocked(db, poolId, subject, now)).length > 0;
    },
    prune(now, most) {
      return deleteSome(db, "attempts", ["pool_id", "subject"], sql`counted_at <= ${now - quietMs}`, most);
    },
  };
}

const isForgotten = sql<boolean>`attempts.counted_at <= excluded.counted_at - ${sql.lit(quietMs)}`;

const count = prepared((db, poolId: string, subject: string, now: number) =>
  db
    .insertInto("attempts")
    .values({ pool_id: poolId, subject, failures: 1, counted_at: now, locked_until: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(["pool_id", "subject"])
        .doUpdateSet({
          failures: sql`case when ${isForgotten} then 1 else attempts.failures + 1 end`,
          counted_at: sql`excluded.counted_at`,
          locked_until: sql`case
            when ${isForgotten} or attempts.failures < 4 then 0
            when attempts.failures >= ${sql.lit(longestLockFrom)} then excluded.counted_at + ${sql.lit(longestLockMs)}
            else excluded.counted_at + 1000 * (1 << cast(attempts.failures - 4 as integer)) end`,
        })
        .whereRef("attempts.locked_until", "<=", "excluded.counted_at"),
    )
    .returning("failures"),
);

const forgive = prepared((db, poolId: string, subject: string) =>
  db
    .updateTable("attempts")
    // It was let in, so no lock stood before it.
    .set((set) => ({ failures: set("failures", "-", 1), locked_until: 0 }))
    .where("pool_id", "=", poolId)
    .where("subject", "=", subject)
    .where("failures", ">", 0),
);

const clear = prepared((db, poolId: string, subject: string) =>
  db.deleteFrom("attempts").where("pool_id", "=", poolId).where("subject", "=", subject),
);

const selectLocked = prepared((db, poolId: string, subject: string, now: number) =>
  db
    .selectFrom("attempts")
    .select("failures")
    .where("pool_id", "=", poolId)
    .where("subject", "=", subject)
    .where("locked_until", ">", now),
);

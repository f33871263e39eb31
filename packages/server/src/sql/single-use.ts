import type { Kysely } from "kysely";
import type { SingleUseTable } from "../core/sign-in/single-use.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function singleUseTable(db: Kysely<Schema>): SingleUseTable {
  return {
    async use(poolId, id, expiresAt) {
      return (await use(db, poolId, id, expiresAt)).length > 0;
    },
    async prune(now) {
      await db.deleteFrom("single_use").where("expires_at", "<=", now).execute();
    },
  };
}

const use = prepared((db, poolId: string, id: string, expiresAt: number) =>
  db
    .insertInto("single_use")
    .values({ pool_id: poolId, id, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id"),
);

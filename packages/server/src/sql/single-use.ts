import { type Kysely, sql } from "kysely";
import type { SingleUseTable } from "../core/sign-in/single-use.ts";
import { deleteSome } from "./delete-some.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function singleUseTable(db: Kysely<Schema>): SingleUseTable {
  return {
    async use(poolId, id, expiresAt) {
      return (await use(db, poolId, id, expiresAt)).length > 0;
    },
    prune(now, most) {
      return deleteSome(db, "single_use", ["pool_id", "id"], sql`expires_at <= ${now}`, most);
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

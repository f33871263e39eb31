import { type Kysely, sql } from "kysely";
import type { EventTable } from "../core/events/event.ts";
import { poolId } from "../core/ids.ts";
import { deleteSome, deleteSomeOfPool } from "./delete-some.ts";
import type { Schema } from "./schema.ts";

/** Stands in the key for "no pool that exists"; every real id has a region and an underscore. */
const noPool = "";

export function eventTable(db: Kysely<Schema>): EventTable {
  return {
    async find(requestId) {
      const row = await db
        .selectFrom("events")
        .selectAll()
        .where("request_id", "=", requestId)
        .executeTakeFirst();
      return (
        row && {
          poolId: row.pool_id === noPool ? undefined : poolId(row.pool_id),
          requestId: row.request_id,
          at: row.at,
          door: row.door,
          cause: row.cause,
          error: row.error,
          detail: JSON.parse(row.detail),
        }
      );
    },
    async insert(event) {
      await db
        .insertInto("events")
        .values({
          pool_id: event.poolId ?? noPool,
          request_id: event.requestId,
          at: event.at,
          door: event.door,
          cause: event.cause,
          error: event.error,
          detail: JSON.stringify(event.detail),
        })
        .execute();
    },
    prune(at, most) {
      return deleteSome(db, "events", ["pool_id", "request_id"], sql`at < ${at}`, most);
    },
    async findOldestOf(poolId, keep) {
      const row = await db
        .selectFrom("events")
        .select("at")
        .where("pool_id", "=", poolId ?? noPool)
        .orderBy("at", "desc")
        .limit(1)
        .offset(keep - 1)
        .executeTakeFirst();
      return row?.at;
    },
    pruneOfPool(poolId, at, most) {
      return deleteSomeOfPool(db, "events", poolId ?? noPool, ["request_id"], most, sql`at < ${at}`);
    },
  };
}

import { type Kysely, sql } from "kysely";
import type { EventTable } from "../core/events/event.ts";
import { poolId } from "../core/ids.ts";
import { deleteSome } from "./delete-some.ts";
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
    async prune(at, keep, most) {
      const old = await deleteSome(db, "events", ["pool_id", "request_id"], sql`at < ${at}`, most);
      return old < most ? old + (await pruneBeyond(db, keep, most - old)) : old;
    },
  };
}

/** A cheap count finds the pools with too many; only their events are ranked. */
async function pruneBeyond(db: Kysely<Schema>, keep: number, most: number): Promise<number> {
  const crowded = await db
    .selectFrom("events")
    .select("pool_id")
    .groupBy("pool_id")
    .having((having) => having.fn.countAll(), ">", keep)
    .execute();
  let pruned = 0;
  for (const { pool_id } of crowded) {
    if (pruned >= most) break;
    const surplus = db
      .selectFrom("events")
      .select("request_id")
      .where("pool_id", "=", pool_id)
      .orderBy("at", "desc")
      .orderBy("request_id")
      .limit(most - pruned)
      .offset(keep);
    const { numDeletedRows } = await db
      .deleteFrom("events")
      .where("pool_id", "=", pool_id)
      .where("request_id", "in", surplus)
      .executeTakeFirst();
    pruned += Number(numDeletedRows);
  }
  return pruned;
}

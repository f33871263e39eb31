import { type Kysely, type Selectable, sql } from "kysely";
import type { AuthEvent, AuthEventTable } from "../core/events/auth-event.ts";
import { type PoolId, poolId, type Sub, sub } from "../core/ids.ts";
import type { PageRequest } from "../core/page.ts";
import { deleteSome } from "./delete-some.ts";
import { preparedRow } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function authEventTable(db: Kysely<Schema>): AuthEventTable {
  return {
    async find(poolId, sub, eventId) {
      const row = await find(db, poolId, sub, eventId);
      return row && toAuthEvent(row);
    },
    listOfUser: (poolId, sub, page) => listOfUser(db, poolId, sub, page),
    async presume(event) {
      await put(db, fromAuthEvent(event));
    },
    async put(event) {
      await put(db, fromAuthEvent(event));
    },
    async setFeedback(poolId, sub, eventId, feedback) {
      const changed = await db
        .updateTable("auth_events")
        .set({ feedback: JSON.stringify(feedback) })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("event_id", "=", eventId)
        .returning("event_id")
        .executeTakeFirst();
      return changed !== undefined;
    },
    prune(at, most) {
      return deleteSome(db, "auth_events", ["pool_id", "sub", "event_id"], sql`at < ${at}`, most);
    },
  };
}

const put = preparedRow((db, { pool_id, sub, event_id, ...columns }: Schema["auth_events"]) =>
  db
    .insertInto("auth_events")
    .values({ pool_id, sub, event_id, ...columns })
    .onConflict((conflict) => conflict.columns(["pool_id", "sub", "event_id"]).doUpdateSet(columns)),
);

function find(db: Kysely<Schema>, poolId: PoolId, sub: Sub, eventId: string) {
  return db
    .selectFrom("auth_events")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("event_id", "=", eventId)
    .executeTakeFirst();
}

async function listOfUser(
  db: Kysely<Schema>,
  poolId: PoolId,
  sub: Sub,
  { limit, after }: PageRequest,
): Promise<readonly AuthEvent[]> {
  const events = db
    .selectFrom("auth_events")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .orderBy("event_id", "desc")
    .limit(limit);
  const rows = await (after === undefined ? events : events.where("event_id", "<", after)).execute();
  return rows.map(toAuthEvent);
}

function toAuthEvent(row: Selectable<Schema["auth_events"]>): AuthEvent {
  return {
    poolId: poolId(row.pool_id),
    sub: sub(row.sub),
    eventId: row.event_id,
    type: row.type,
    response: row.response,
    challenges: JSON.parse(row.challenges),
    ipAddress: row.ip_address ?? undefined,
    deviceName: row.device_name ?? undefined,
    feedback: row.feedback === null ? undefined : JSON.parse(row.feedback),
    at: row.at,
  };
}

function fromAuthEvent(event: AuthEvent): Schema["auth_events"] {
  return {
    pool_id: event.poolId,
    sub: event.sub,
    event_id: event.eventId,
    type: event.type,
    response: event.response,
    challenges: JSON.stringify(event.challenges),
    ip_address: event.ipAddress ?? null,
    device_name: event.deviceName ?? null,
    feedback: event.feedback === undefined ? null : JSON.stringify(event.feedback),
    at: event.at,
  };
}

/** The PostgreSQL side of a move: empty at the beginning, marked while it is filled, so that no server starts on it before its time. */
import { randomUUID } from "node:crypto";
import { type PostgresServer, placeOf } from "../../config/postgres-server.ts";
import type { Arrival } from "../marks.ts";
import { migrate } from "../migrate.ts";
import { openPostgres } from "../postgres.ts";
import { overtaken } from "./one-move.ts";
import type { PostgresRows } from "./postgres-rows.ts";
import type { CopiedTable } from "./tables.ts";

/** Why a database cannot be moved to. */
export class TargetUnfit extends Error {
  constructor(server: PostgresServer, why: string) {
    super(`${placeOf(server)} cannot be moved to. ${why}`);
    this.name = "TargetUnfit";
  }
}

const mark = "move-to-here";
const selectMark = "select value from instance where name = $1";

/** What is there: nothing, or the beginning of a move. Throws `TargetUnfit` for anything else. Changes nothing. */
export async function inspectTarget(
  target: PostgresRows,
  server: PostgresServer,
  tables: readonly CopiedTable[],
): Promise<Arrival | undefined> {
  const found = await target.query("select tablename from pg_tables where schemaname = current_schema()");
  const names = new Set(found.map(([name]) => String(name)));
  if (names.size === 0) return requireRights(target, server);
  if (!names.has("instance") || !names.has("migrations")) {
    throw new TargetUnfit(server, `It has tables of something else: ${[...names].slice(0, 3).join(", ")}.`);
  }
  const arrival = await readArrival(target);
  if (arrival !== undefined) return arrival;
  for (const { name, condition } of tables.filter((table) => names.has(table.name))) {
    const where = condition === "" ? "" : `where ${condition}`;
    const [row] = await target.query(`select 1 from "${name}" ${where} limit 1`);
    if (row !== undefined)
      throw new TargetUnfit(server, `It has data already: the table ${name} is not empty.`);
  }
  return undefined;
}

async function readArrival(target: PostgresRows): Promise<Arrival | undefined> {
  const [row] = await target.query(selectMark, [mark]);
  // Only this program writes marks.
  return row && (JSON.parse(String(row[0])) as Arrival);
}

/** Makes the tables, and keeps servers away from them. */
export async function prepareTarget(target: PostgresRows, server: PostgresServer, id: string): Promise<void> {
  await migrateTarget(server);
  const value: Arrival = { id, tables: {} };
  const added = await target.query("insert into instance (name, value) values ($1, $2) returning name", [
    mark,
    JSON.stringify(value),
  ]);
  if (added.length === 0) throw new TargetUnfit(server, "Another move to it has begun at the same moment.");
}

/** To this program's schema, which the file has: an older program may have begun the move. */
export async function migrateTarget(server: PostgresServer): Promise<void> {
  const database = openPostgres(server);
  await migrate(database).finally(() => database.close());
}

/** The same, which takes nothing in once servers may start on it: each transaction holds the mark. They throw `AnotherMove`. */
export function whileClosed(target: PostgresRows, server: PostgresServer): PostgresRows {
  return {
    ...target,
    transaction: (work) =>
      target.transaction(async () => {
        const [held] = await target.query(`${selectMark} for update`, [mark]);
        if (held === undefined) throw overtaken(server);
        return work();
      }),
  };
}

/** In the transaction that copied it. */
export async function noteArrival(target: PostgresRows, arrival: Arrival): Promise<void> {
  await target.query("update instance set value = $2 where name = $1", [mark, JSON.stringify(arrival)]);
}

/** From here on servers may start on it. Those that are up already forget what they have cached. */
export async function openTarget(target: PostgresRows): Promise<void> {
  await target.transaction(async () => {
    await target.query(
      "insert into instance (name, value) values ('configuration-version', $1) on conflict (name) do update set value = $1",
      [randomUUID()],
    );
    await target.query("delete from instance where name = $1", [mark]);
  });
}

async function requireRights(target: PostgresRows, server: PostgresServer): Promise<undefined> {
  const [row] = await target.query(
    "select has_schema_privilege(current_schema(), 'create')::text, current_schema()",
  );
  if (row?.[0] === "true") return undefined;
  throw new TargetUnfit(
    server,
    `Its user may not create tables there${row?.[1] == null ? ", and has no schema to create them in" : ""}.`,
  );
}

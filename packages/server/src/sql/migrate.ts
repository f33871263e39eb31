/** Brings a database to this program's schema: numbered steps, forward only, each in a transaction of its own. */
import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import { hasMovedAway } from "./marks.ts";
import { createFirstTables } from "./migrations/0001-first.ts";
import { openEveryWayIn } from "./migrations/0002-every-way-in.ts";
import { addAudit } from "./migrations/0003-audit.ts";
import { addLooks } from "./migrations/0004-looks.ts";
import { limitInTime } from "./migrations/0005-limits-in-time.ts";
import { nameBrowsers } from "./migrations/0006-browsers-by-name.ts";
import { indexWhatIsAskedFor } from "./migrations/0007-index-what-is-asked-for.ts";
import { isSqlite } from "./migrations/by-key.ts";
import type { Schema } from "./schema.ts";
import { fixStatistics } from "./sqlite-statistics.ts";

interface Migration {
  readonly name: string;
  up(transaction: Kysely<Schema>): Promise<void>;
}

/** In order; the first one has the number 1. A released step is never edited. */
const migrations: readonly Migration[] = [
  { name: "first", up: createFirstTables },
  { name: "every-way-in", up: openEveryWayIn },
  { name: "audit", up: addAudit },
  { name: "looks", up: addLooks },
  { name: "limits-in-time", up: limitInTime },
  { name: "browsers-by-name", up: nameBrowsers },
  { name: "index-what-is-asked-for", up: indexWhatIsAskedFor },
];

/** The schema that this program brings a database to. */
export const newestSchema = migrations.length;

export class DatabaseIsNewer extends Error {
  constructor(found: number) {
    super(
      `The database has schema ${found}, and this program knows schemas up to ${migrations.length}. ` +
        "Start the newer program, or restore a backup made with this one.",
    );
    this.name = "DatabaseIsNewer";
  }
}

/** Throws `DatabaseIsNewer` when a newer program has been here. */
export async function migrate(database: Database): Promise<void> {
  let isDone = false;
  await database.migrate(createLock);
  // Each step looks again inside its own transaction: another process may be migrating too.
  while (!isDone) isDone = await database.migrate(migrateOnce);
  if (isSqlite(database.reader)) await database.migrate(settle);
}

/** Row 0 is no step but the lock: whoever changes it first goes first. */
async function createLock(transaction: Kysely<Schema>): Promise<void> {
  await sql`create table if not exists migrations (number integer not null primary key, name text not null)`.execute(
    transaction,
  );
  await transaction
    .insertInto("migrations")
    .values({ number: 0, name: "lock" })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function settle(transaction: Kysely<Schema>): Promise<void> {
  if (!(await hasMovedAway(transaction))) await fixStatistics(transaction);
}

async function migrateOnce(transaction: Kysely<Schema>): Promise<boolean> {
  // Every engine lets the second wait here until the first has committed, and then sends it back to look again.
  await transaction.updateTable("migrations").set({ name: "lock" }).where("number", "=", 0).execute();
  const newest = await transaction
    .selectFrom("migrations")
    .select((select) => select.fn.max("number").as("number"))
    .executeTakeFirst();
  const found = newest?.number ?? 0;
  if (found > migrations.length) throw new DatabaseIsNewer(found);
  const next = migrations[found];
  // Nobody can write any more to what has moved away, nor needs to: a newer program still finds out where it went.
  if (next === undefined || (found > 0 && (await hasMovedAway(transaction)))) return true;
  await next.up(transaction);
  await transaction
    .insertInto("migrations")
    .values({ number: found + 1, name: next.name })
    .execute();
  return false;
}

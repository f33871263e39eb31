/**
 * Rows of `instance` about the database that holds them and not about its content: where it has gone, where it came from. They
 * are never copied.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

/** Everything but `backup` keeps servers away. */
export interface Marks {
  /** A move has begun. Both databases know its id, so that an interrupted one is recognized. */
  readonly "move-from-here": { readonly id: string };
  /** It serves no more. */
  readonly "moved-away": Moved;
  /** It serves not yet: a move is under way, and this is how far it has come. */
  readonly "move-to-here": Arrival;
  /** It is a backup. */
  readonly backup: { readonly takenAt: number; readonly from: string };
}

export interface Moved {
  readonly id: string;
  /** For people. */
  readonly to: string;
  /** Epoch ms. */
  readonly at: number;
}

export interface Arrival {
  readonly id: string;
  /** The last key that was copied of each table; null: all of it. */
  readonly tables: Readonly<Record<string, readonly (string | number | null)[] | null>>;
}

export type MarkName = keyof Marks;

export const markNames: readonly MarkName[] = ["move-from-here", "moved-away", "move-to-here", "backup"];

/** The data is elsewhere now, and what is here is out of date. */
export class DataMoved extends Error {
  readonly moved: Moved;

  constructor(moved: Moved) {
    super(`The data has moved to ${moved.to}.`);
    this.name = "DataMoved";
    this.moved = moved;
  }
}

/** A database that a move is filling. */
export class DataIncomplete extends Error {
  constructor() {
    super("The database is being filled from another one, and is not complete.");
    this.name = "DataIncomplete";
  }
}

/** Throws `DataMoved` or `DataIncomplete` where nothing may be read or written. */
export async function requireAtHome(database: Database): Promise<void> {
  const rows = await database.reader
    .selectFrom("instance")
    .selectAll()
    .where("name", "in", ["moved-away", "move-to-here"])
    .execute();
  for (const { name, value } of rows) {
    // Only this program writes marks.
    if (name === "moved-away") throw new DataMoved(JSON.parse(value) as Moved);
    throw new DataIncomplete();
  }
}

export async function hasMovedAway(db: Kysely<Schema>): Promise<boolean> {
  const name: MarkName = "moved-away";
  return (await db.selectFrom("instance").select("name").where("name", "=", name).execute()).length > 0;
}

export function readMark<Name extends MarkName>(db: DatabaseSync, name: Name): Marks[Name] | undefined {
  const row = db.prepare("select value from instance where name = ?").get(name);
  // Only this program writes marks.
  return row && (JSON.parse(String(row["value"])) as Marks[Name]);
}

export function writeMark<Name extends MarkName>(db: DatabaseSync, name: Name, value: Marks[Name]): void {
  db.prepare("insert or replace into instance (name, value) values (?, ?)").run(name, JSON.stringify(value));
}

export function deleteMark(db: DatabaseSync, name: MarkName): void {
  db.prepare("delete from instance where name = ?").run(name);
}

/**
 * Tells a move which rows were changed since it began, whoever changed them: triggers in the database itself write down the key of each.
 * The running server and other commands need not know. SQLite only, and gone when the move is over.
 */
import type { DatabaseSync } from "node:sqlite";
import type { CopiedTable, Row } from "./tables.ts";

export interface Changes {
  /** The last that is in here. */
  readonly until: number;
  /** By table name: keys, each once. */
  readonly keys: ReadonlyMap<string, readonly Row[]>;
  readonly count: number;
}

/** Inside a transaction that writes. Does nothing where it is kept already. */
export function startChangeLog(db: DatabaseSync, tables: readonly CopiedTable[]): void {
  // The number of a row is its place: nothing is ever taken out before the whole table goes.
  db.exec(
    "create table if not exists move_changes (number integer primary key, name text not null, key text not null)",
  );
  for (const table of tables) for (const statement of triggersOf(table)) db.exec(statement);
}

export function dropChangeLog(db: DatabaseSync): void {
  const triggers = db
    .prepare(
      "select name from sqlite_schema where type = 'trigger' and name like 'move\\_log\\_%' escape '\\'",
    )
    .all();
  for (const { name } of triggers) db.exec(`drop trigger "${name}"`);
  db.exec("drop table if exists move_changes");
}

export function countChanges(db: DatabaseSync, after: number): number {
  return Number(db.prepare("select count(*) as n from move_changes where number > ?").get(after)?.["n"]);
}

export function readChanges(db: DatabaseSync, after: number, limit: number): Changes {
  const rows = db
    .prepare("select number, name, key from move_changes where number > ? order by number limit ?")
    .all(after, limit);
  const byTable = new Map<string, Map<string, Row>>();
  for (const { name, key } of rows) {
    const keys = byTable.get(String(name)) ?? new Map<string, Row>();
    // A trigger of ours made it, of texts and numbers.
    keys.set(String(key), JSON.parse(String(key)) as Row);
    byTable.set(String(name), keys);
  }
  return {
    until: Number(rows.at(-1)?.["number"] ?? after),
    keys: new Map([...byTable].map(([name, keys]) => [name, [...keys.values()]])),
    count: rows.length,
  };
}

/** An update may move a row to another key: both are written down. */
function triggersOf({ name, key }: CopiedTable): string[] {
  const log = (version: "old" | "new") =>
    `insert into move_changes (name, key)
     values ('${name}', json_array(${key.map((column) => `${version}."${column.name}"`).join(", ")}));`;
  const trigger = (event: string, body: string) =>
    `create trigger if not exists "move_log_${event}_${name}" after ${event} on "${name}" begin ${body} end`;
  return [
    trigger("insert", log("new")),
    trigger("update", log("old") + log("new")),
    trigger("delete", log("old")),
  ];
}

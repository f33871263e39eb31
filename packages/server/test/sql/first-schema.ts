/** Turns a database into what the first version would have made of the same rows: for stories about an upgrade. */
import { renameSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createFirstTables } from "../../src/sql/migrations/0001-first.ts";
import { openSqlite } from "../../src/sql/sqlite.ts";

/** Nobody has the file open. */
export async function toFirstSchema(file: string): Promise<void> {
  const first = `${file}.first`;
  const database = openSqlite(first);
  await database.write(createFirstTables);
  await database.close();

  const db = new DatabaseSync(first);
  db.exec("CREATE TABLE migrations (number integer NOT NULL PRIMARY KEY, name text NOT NULL)");
  db.prepare("ATTACH DATABASE ? AS newer").run(file);
  for (const table of namesOf(
    db,
    "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'",
    "table",
  )) {
    const columns = namesOf(db, "SELECT name FROM pragma_table_info(?)", table).join(", ");
    db.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM newer.${table}`);
  }
  db.exec("DELETE FROM main.migrations WHERE number > 1");
  db.close();
  renameSync(first, file);
}

function namesOf(db: DatabaseSync, query: string, argument: string): string[] {
  return db
    .prepare(query)
    .all(argument)
    .map(({ name }) => String(name));
}

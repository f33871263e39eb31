/** Whether the database is there, whole, of this program's schema, and keeps what it has confirmed. */
import { existsSync } from "node:fs";
import { placeOfData } from "../../config/config.ts";
import { databaseFile } from "../../sql/data-folder.ts";
import type { DatabaseLook } from "../../sql/look/open-look.ts";
import { findMarks, findSchemaNumber } from "../../sql/look/questions.ts";
import { newestSchema } from "../../sql/migrate.ts";
import { failureLines } from "../failure-lines.ts";
import { bad, type Check, type Finding, good, type Patient, warning } from "./check.ts";
import { postgresFindings } from "./postgres.ts";

export const databaseCheck: Check = {
  name: "Database",
  async run(patient) {
    const { database, config } = patient;
    if (database instanceof Error) return [closed(patient, database)];
    const opened = good(`${placeOfData(config)} can be opened.`);
    const own = database.kind === "SQLite" ? sqliteFindings : postgresFindings;
    const schema = await schemaFinding(database);
    if (schema.state === "bad") return [opened, schema, ...(await own(database))];
    return [opened, schema, ...(await moves(database)), ...(await own(database))];
  },
};

function closed({ config }: Patient, error: Error): Finding {
  const { dataFolder, database } = config;
  if (database === undefined && !existsSync(databaseFile(dataFolder))) {
    return bad(
      `There is no database in ${dataFolder}.`,
      "Name what the server uses: --data <folder>, POOLHOUSE_DATA or POOLHOUSE_DATABASE_URL.",
    );
  }
  const lines = failureLines(error);
  const found = `${placeOfData(config)} cannot be opened. ${lines?.why ?? error.message}`;
  return bad(found, lines?.cure ?? "See the server's log.");
}

async function schemaFinding(database: DatabaseLook): Promise<Finding> {
  const found = await findSchemaNumber(database).catch(() => 0);
  if (found === 0) return bad("It has no tables of Poolhouse.", "Start a server on it, which makes them.");
  const words = `Its schema is ${found}, and this program's is ${newestSchema}`;
  if (found > newestSchema) return bad(`${words}.`, "Run the newer program.");
  if (found < newestSchema) return warning(`${words}.`, "The next start brings it up to date.");
  return good(`Its schema is this program's, ${found}.`);
}

async function moves(database: DatabaseLook): Promise<Finding[]> {
  const marks = await findMarks(database);
  const moved = marks.get("moved-away");
  if (moved !== undefined && "to" in moved) {
    return [bad(`The data has moved to ${moved.to}.`, "Start servers there: poolhouse start says how.")];
  }
  if (marks.has("move-to-here")) {
    const cure = "Let poolhouse migrate finish, or run it again.";
    return [bad("It is being filled from another database, and no server may start on it.", cure)];
  }
  if (!marks.has("move-from-here")) return [];
  return [
    warning(
      "A move to PostgreSQL has begun and is not over: each change is noted until then.",
      "Run poolhouse migrate again, or give it up with --abandon.",
    ),
  ];
}

async function sqliteFindings({ ask }: DatabaseLook): Promise<Finding[]> {
  const [check] = await ask("pragma quick_check(1)");
  const [mode] = await ask("pragma journal_mode");
  return [
    check?.[0] === "ok"
      ? good("Its pages are whole (quick_check).")
      : bad(
          `It is damaged: ${String(check?.[0])}`,
          "Stop the server, keep a copy of the folder, and restore the last backup.",
        ),
    mode?.[0] === "wal"
      ? good("Commits are on the disk before they are confirmed (WAL, synchronous=FULL).")
      : warning(`Its journal mode is ${String(mode?.[0])}.`, "Start a server on it, which sets WAL."),
  ];
}

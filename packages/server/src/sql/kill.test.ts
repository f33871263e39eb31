/** Failure test F1: what was acknowledged survives SIGKILL, and no transaction is there by half. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { findPostgres } from "../../test/postgres/databases.ts";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";

/** Thousands of commits, each of them waiting for the disk, which may be a busy one. */
const timeout = 120_000;
const writer = fileURLToPath(new URL("../../test/kill/sql-writer.ts", import.meta.url));

/** Kills the writer at some moment after `acknowledgements` of them; answers every id it had acknowledged. */
async function writeUntilKilled(place: string, round: number, acknowledgements: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, place, `${round}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let output = "";
  let isKilled = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (isKilled || output.split("\n").length <= acknowledgements) return;
    isKilled = child.kill("SIGKILL");
  });
  await closed;
  expect(isKilled).toBe(true);
  // A line that the kill cut short was acknowledged too, but its id is not known.
  return output.split("\n").slice(0, -1);
}

async function writeInRounds(place: string, rounds: number): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Random on purpose: no moment may be a bad one.
    const moment = 1 + Math.floor(Math.random() * 2000);
    acknowledged.push(...(await writeUntilKilled(place, round, moment)));
  }
  return acknowledged;
}

/** Each write left one row in each of them. */
const queries = [
  "SELECT sub AS id FROM users ORDER BY sub",
  "SELECT name AS id FROM sign_in_names ORDER BY name",
  "SELECT id FROM single_use ORDER BY id",
];

function expectWhole(acknowledged: readonly string[], [users = [], names, used]: readonly string[][]): void {
  const stored = new Set(users);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(names).toEqual(users);
  expect(used).toEqual(users);
}

it("RT-11 loses nothing acknowledged and keeps nothing half done when it is killed", {
  timeout,
}, async () => {
  const file = join(temporaryFolder(), "poolhouse.db");
  const acknowledged = await writeInRounds(file, 5);
  const db = new DatabaseSync(file);
  onTestFinished(() => db.close());
  const column = (statement: string) =>
    db
      .prepare(statement)
      .all()
      .map((row) => String(row["id"]));
  expectWhole(acknowledged, queries.map(column));
  expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
});

const postgres = await findPostgres(18);

it.skipIf(postgres === undefined)(
  "RT-11 loses nothing acknowledged and keeps nothing half done on PostgreSQL when it is killed",
  { timeout },
  async () => {
    // Skipped without it.
    const database = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => database.drop());
    const acknowledged = await writeInRounds(JSON.stringify(database.server), 3);
    const column = async (statement: string) => (await database.query(statement)).map(({ id }) => String(id));
    expectWhole(acknowledged, await Promise.all(queries.map(column)));
  },
);

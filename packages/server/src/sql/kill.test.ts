/** Failure test F1: what was acknowledged survives SIGKILL, and no transaction is there by half. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";

const writer = fileURLToPath(new URL("../../test/kill/sqlite-writer.ts", import.meta.url));

/** Kills the writer at some moment after `acknowledgements` of them; answers every id it had acknowledged. */
async function writeUntilKilled(file: string, round: number, acknowledgements: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, file, `${round}`], { stdio: ["ignore", "pipe", "inherit"] });
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

it("RT-11 loses nothing acknowledged and keeps nothing half done when it is killed", async () => {
  const file = join(temporaryFolder(), "poolhouse.db");
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    // Random on purpose: no moment may be a bad one.
    const moment = 1 + Math.floor(Math.random() * 2000);
    acknowledged.push(...(await writeUntilKilled(file, round, moment)));
  }

  const db = new DatabaseSync(file);
  onTestFinished(() => db.close());
  const column = (statement: string) =>
    db
      .prepare(statement)
      .all()
      .map((row) => String(row["id"]));
  const users = column("SELECT sub AS id FROM users ORDER BY sub");
  const names = column("SELECT name AS id FROM sign_in_names ORDER BY name");
  const used = column("SELECT id FROM single_use ORDER BY id");

  const stored = new Set(users);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(names).toEqual(users);
  expect(used).toEqual(users);
  expect(db.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
});

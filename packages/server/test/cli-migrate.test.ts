/** A move from SQLite to PostgreSQL as an operator does it: beside a server under load, interrupted, refused. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkLedger, checkWhatIsOver } from "../../../reliability/kill/check.ts";
import { countOf, emptyLedger, turnsOf, type Work } from "../../../reliability/kill/load.ts";
import { browserAt, setKillStage } from "../../../reliability/kill/stage.ts";
import { lockMove } from "../src/sql/copy/one-move.ts";
import { lockDataFolder } from "../src/sql/data-folder-lock.ts";
import { type KillServer, startKillServer } from "./kill/kill-server.ts";
import { findPostgres } from "./postgres/databases.ts";
import { buildCli, freshFolder, launchPoolhouse, poolhouse } from "./support/cli.ts";
import { authorizePath } from "./support/hosted.ts";
import { askToken, refresh } from "./support/oauth.ts";
import { createApi, createClient, machineClient } from "./support/pool.ts";

const postgres = await findPostgres(18);

describe.skipIf(postgres === undefined)("poolhouse migrate", () => {
  beforeAll(buildCli);

  async function emptyDatabase() {
    // Skipped without it.
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    return created;
  }

  const keyOf = (data: string) => readFileSync(join(data, "master.key"), "utf8").trim();
  const settings = (url: string, data: string) => ({
    POOLHOUSE_DATABASE_URL: url,
    POOLHOUSE_MASTER_KEY: keyOf(data),
  });

  test("RT-11 loses nothing that was acknowledged while a server works on the folder, and nothing is served twice", async () => {
    const data = freshFolder();
    const { url } = await emptyDatabase();
    const old = await startKillServer(data);
    const work = await begin(old);
    await fill(data, 3_000);
    const loads = turnsOf(work).map((turn) => untilMoved(old, turn));
    await expect.poll(() => countOf(work.ledger), { timeout: 60_000 }).toBeGreaterThan(30);

    const machine = await machineOf(work);
    const before = countOf(work.ledger);
    const moved = await poolhouse(["migrate", "--data", data], { env: { POOLHOUSE_DATABASE_URL: url } });
    expect([moved.code, moved.stderr]).toEqual([0, ""]);
    expect(moved.stdout).toMatch(/Copied \d{4} rows of \d+ tables\.\n(?:.|\n)*Compared \d{4} rows/);
    expect(moved.stdout).toContain(`POOLHOUSE_MASTER_KEY    "$(cat ${data}/master.key)"`);
    expect(moved.stdout).not.toContain(keyOf(data));
    await Promise.all(loads);
    expect(countOf(work.ledger)).toBeGreaterThan(before);

    // The old server says no to everything, also to what it would need no database for.
    const refused = await askToken(old, machine, { grant_type: "client_credentials" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await fetch(`${old.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${old.url}/health/live`)).status).toBe(200);
    expect(old.cli.stderr()).toMatch(/the data has moved there/);

    const server = await startKillServer(join(data, "none"), settings(url, data));
    expect(await checkLedger({ server, stage: work.stage }, work.ledger)).toEqual({ lost: [], twice: [] });
    expect(await checkWhatIsOver({ server, stage: work.stage }, work.ledger)).toEqual([]);
    expect((await askToken(server, machine, { grant_type: "client_credentials" })).status).toBe(200);
  });

  test("goes on after kill -9 in the middle; nothing half-moved serves meanwhile, and the old file does", async () => {
    const data = freshFolder();
    const target = await emptyDatabase();
    const old = await startKillServer(data);
    const { stage, ledger } = await begin(old);
    await fill(data, 20_000);
    const migrate = ["migrate", "--to", target.url, "--data", data];

    const first = launchPoolhouse(migrate);
    const copied = async () => {
      const [found] = await target.query("select count(*)::int as n from events").catch(() => []);
      return Number(found?.["n"] ?? 0);
    };
    await expect.poll(copied, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
    first.kill();
    expect((await first.finished).code).toBeNull();
    expect(await copied()).toBeLessThan(20_000);

    const early = await poolhouse(["start", "--port", "0"], { env: settings(target.url, data) });
    expect([early.code, early.stderr.split("\n")[0]]).toEqual([
      1,
      "The database is being filled from another one, and is not complete.",
    ]);
    await turnsOf({ server: old, stage, browser: await signedIn(old, stage), ledger, round: 1 })[1]?.();
    expect(ledger.families).toHaveLength(1);

    const second = await poolhouse([...migrate, "--json"]);
    expect([second.code, second.stderr]).toEqual([0, ""]);
    expect(JSON.parse(second.stdout).rows).toBeGreaterThan(20_000);

    const again = await poolhouse(["start", "--port", "0", "--data", data]);
    expect([again.code, again.stderr.split("\n")[0]]).toEqual([
      1,
      expect.stringMatching(
        /^The data of this folder has moved to PostgreSQL at 127\.0\.0\.1:\d+, database test_/,
      ),
    ]);
    expect(again.stderr).toContain("poolhouse restore");
    expect((await poolhouse(migrate)).code).toBe(1);
    expect((await poolhouse(["keys", "list", "--data", data])).code).toBe(1);

    const server = await startKillServer(join(data, "none"), settings(target.url, data));
    expect((await refresh(server, stage.plain, ledger.families[0] ?? "")).status).toBe(200);
  });

  test("opens nothing while the old server may still serve, and ends when it has let go", async () => {
    const data = freshFolder();
    const { url } = await emptyDatabase();
    const old = await startKillServer(data);
    const { stage } = await begin(old);
    await old.kill();
    // As a server does that hangs, or is too old to look.
    const held = lockDataFolder(data);
    const migrate = ["migrate", "--to", url, "--data", data];
    const first = launchPoolhouse(migrate);
    await expect.poll(first.stdout, { timeout: 60_000 }).toContain("Waiting for the running server");
    first.kill();
    await first.finished;
    for (const env of [settings(url, data), { POOLHOUSE_DATA: data }]) {
      expect((await poolhouse(["start", "--port", "0"], { env })).code).toBe(1);
    }
    held.release();
    const second = await poolhouse(migrate);
    expect([second.code, second.stderr]).toEqual([0, ""]);
    const server = await startKillServer(join(data, "none"), settings(url, data));
    await begin(server, stage);
  });

  test("works on a folder alone: one that was stopped and left behind would bring back what was deleted since", async () => {
    const data = freshFolder();
    const { url } = await emptyDatabase();
    const old = await startKillServer(data);
    await begin(old);
    await old.kill();
    const first = lockMove(data);
    for (const what of [["--to", url], ["--abandon"]]) {
      const second = await poolhouse(["migrate", "--data", data, ...what]);
      expect([second.code, second.stderr.split("\n")[0]]).toEqual([
        1,
        `Another poolhouse migrate is at work on ${data}.`,
      ]);
    }
    first.release();
    expect((await poolhouse(["migrate", "--data", data, "--to", url])).code).toBe(0);
  });

  test("says beforehand what it would do, and refuses what it must not touch", async () => {
    const data = freshFolder();
    const target = await emptyDatabase();
    const old = await startKillServer(data);
    await begin(old);
    const run = (...args: string[]) => poolhouse(["migrate", "--data", data, ...args]);
    const dry = await run("--to", target.url, "--dry-run", "--json");
    expect(JSON.parse(dry.stdout)).toMatchObject({
      isServerRunning: true,
      goesOn: false,
      tables: { users: 1 },
    });
    expect(await target.query("select tablename from pg_tables where schemaname = 'public'")).toEqual([]);

    expect((await run()).code).toBe(2);
    const wrong = await poolhouse(["migrate", "--data", data, "--to", target.url], {
      env: { POOLHOUSE_MASTER_KEY: "6b".repeat(32) },
    });
    expect([wrong.code, wrong.stderr.split("\n")[0]]).toEqual([1, "The master key cannot be used."]);

    await target.query("create table elsewhere (n int)");
    const foreign = await run("--to", target.url);
    expect([foreign.code, foreign.stderr]).toEqual([
      1,
      expect.stringContaining("tables of something else: elsewhere"),
    ]);
    const full = await emptyDatabase();
    await (await startKillServer(join(data, "none"), settings(full.url, data))).kill();
    const refused = await run("--to", full.url);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("It has data already")]);
    expect((await run("--abandon")).stdout).toContain("No move had begun");
    expect((await fetch(`${old.url}/health/ready`)).status).toBe(200);
  });
});

describe("poolhouse migrate is told where", () => {
  beforeAll(buildCli);
  const url = "postgres://joe:hunter2@127.0.0.1:1/pool";

  test("by --to, which is refused by that name and not repeated", async () => {
    const { code, stderr } = await poolhouse(["migrate", "--to", url.replace("postgres", "mysql")]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^--to cannot be used.*\n.*\n.*--to postgres:/),
    ]);
    expect(stderr).not.toContain("hunter2");
  });

  test.each(["POOLHOUSE_DATABASE_URL", "POOLHOUSE_DATABASE_URL_FILE"])("by %s", async (name) => {
    const file = join(freshFolder(), "database-url");
    writeFileSync(file, `${url}\n`);
    const env = { [name]: name.endsWith("_FILE") ? file : url };
    const { stderr } = await poolhouse(["migrate", "--data", freshFolder()], { env });
    expect(stderr).toMatch(/^There is no Poolhouse data in /);
  });
});

async function begin(server: KillServer, stage?: Work["stage"]): Promise<Work> {
  const set = stage ?? (await setKillStage(server));
  return { server, stage: set, browser: await signedIn(server, set), ledger: emptyLedger(), round: 0 };
}

async function signedIn(server: KillServer, stage: Work["stage"]): Promise<Work["browser"]> {
  const browser = browserAt(server);
  const page = await browser.visit(authorizePath({ client: stage.plain }));
  const { username, password } = stage.person;
  await browser.submit(page, { username, password });
  return browser;
}

async function machineOf({ server, stage }: Work) {
  await createApi(server, stage.poolId);
  return createClient(server, stage.poolId, machineClient);
}

/** Works until the server says that its data has moved. */
async function untilMoved({ url }: KillServer, turn: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await turn();
    } catch (error) {
      if ((await fetch(`${url}/health/ready`)).status === 503) return;
      throw error;
    }
  }
}

/** Rows to copy, so that it takes a while. */
async function fill(data: string, rows: number): Promise<void> {
  const db = new DatabaseSync(join(data, "poolhouse.sqlite"), { timeout: 5000 });
  db.exec("BEGIN IMMEDIATE");
  const insert = db.prepare(
    "insert into events values ('', ?, 'token', 'codeUnknown', 'invalid_grant', ?, ?)",
  );
  const detail = JSON.stringify({ filler: "x".repeat(200) });
  for (let row = 0; row < rows; row += 1) insert.run(`filler-${row}`, detail, Date.now());
  db.exec("COMMIT");
  db.close();
}

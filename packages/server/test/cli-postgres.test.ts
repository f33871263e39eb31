/** The command line on PostgreSQL: a start that says where the data is, commands beside it, and failures as people can act on them. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findPostgres } from "./postgres/databases.ts";
import { buildCli, freshFolder, poolhouse, startCli } from "./support/cli.ts";
import { figure, scrape } from "./support/figures.ts";
import { freePort } from "./support/free-port.ts";
import { listenLocally } from "./support/listening.ts";

const postgres = await findPostgres(18);
const masterKey = "5a".repeat(32);

/** A way to a port that can stop carrying anything, with its connections open. */
async function hangable(port: number): Promise<{ readonly port: number; hang(): void }> {
  const sockets: Socket[] = [];
  let hangs = false;
  const relay = createServer((near) => {
    if (hangs) return void sockets.push(near.on("error", () => undefined).pause());
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) sockets.push(socket.on("error", () => undefined));
    near.pipe(far).pipe(near);
  });
  const { port: relayPort, close } = await listenLocally(relay);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return close();
  });
  return {
    port: relayPort,
    hang() {
      hangs = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

/** `Z` for one that has died and whose parent has not been told; nothing for one that is gone. */
async function stateOf(pid: number): Promise<string> {
  const found = await promisify(execFile)("ps", ["-o", "stat=", "-p", `${pid}`]).catch(() => ({
    stdout: "",
  }));
  return found.stdout.trim();
}

/** The processes below one. */
async function childrenOf(pid: number): Promise<number[]> {
  const found = await promisify(execFile)("ps", ["-o", "pid=", "--ppid", `${pid}`]).catch(() => ({
    stdout: "",
  }));
  return found.stdout
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(Number);
}

describe.skipIf(postgres === undefined)("on PostgreSQL", () => {
  beforeAll(buildCli);

  async function database() {
    // Skipped without it.
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    return created;
  }

  test("a server starts without a data folder, and a command beside it finds the same data", async () => {
    const { url } = await database();
    const data = join(freshFolder(), "none");
    const env = { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: masterKey, POOLHOUSE_DATA: data };
    const server = await startCli(["--json"], env);
    const started = JSON.parse(server.stdout());
    expect(started.database).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+, database test_/);
    const { stdout } = await poolhouse(["keys", "list", "--json"], { env });
    expect(stdout).toContain(started.newAdminKey.accessKeyId);
    expect(existsSync(data)).toBe(false);
    expect(await server.stop()).toBe(0);
  });

  test("several workers serve one port, are replaced when they die, and stop together", async () => {
    const { url } = await database();
    const env = { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: masterKey };
    const ports = ["--port", `${await freePort()}`, "--metrics-port", "0"];
    const server = await startCli(["--workers", "3", ...ports], env);
    expect(server.stdout()).toMatch(/Workers +3\n/);
    const figures = /Metrics +(\S+)/.exec(server.stdout())?.[1];
    const workers = () => childrenOf(server.pid);
    await expect.poll(async () => (await workers()).length, { timeout: 60_000 }).toBe(3);
    const [victim] = await workers();
    process.kill(victim ?? 0, "SIGKILL");
    await expect.poll(() => server.stderr(), { timeout: 60_000 }).toContain(`The worker ${victim} ended`);
    await expect.poll(async () => (await workers()).length, { timeout: 60_000 }).toBe(3);
    const health = { headers: { connection: "close" } };
    const ask = () =>
      fetch(`${server.url}/health/ready`, health).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(ask, { timeout: 60_000 }).toBe(200);
    expect(await Promise.all(Array.from({ length: 9 }, ask))).toEqual(Array(9).fill(200));

    // The figures of all workers together: each answered some of these.
    const answered = () => figure(figures, "poolhouse_http_requests_total", { route: "/health/live" });
    const live = () => fetch(`${server.url}/health/live`, health);
    await Promise.all(Array.from({ length: 30 }, live));
    expect(await answered()).toBe(30);
    const up = await scrape(figures);
    expect(up.match(/^poolhouse_build_info\{/gm)).toHaveLength(1);
    expect(up).toMatch(/^poolhouse_database_connections\{role="writer",state="idle"\} \d+$/m);

    // A counter that fell would be a restart to Prometheus, and all would count once more.
    const [next] = await workers();
    process.kill(next ?? 0, "SIGKILL");
    await expect.poll(() => server.stderr(), { timeout: 60_000 }).toContain(`The worker ${next} ended`);
    expect(await answered()).toBe(30);
    expect((await scrape(figures)).match(/^poolhouse_build_info\{/gm)).toHaveLength(1);
    await expect.poll(async () => (await workers()).length, { timeout: 60_000 }).toBe(3);
    await expect.poll(answered, { timeout: 60_000 }).toBe(30);

    expect(await server.stop()).toBe(0);
    expect(await workers()).toEqual([]);
  });

  test("a worker that dies in the moment it is spoken to ends nobody else", async () => {
    const { url } = await database();
    const env = { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: masterKey };
    const ports = ["--port", `${await freePort()}`, "--metrics-port", "0"];
    const server = await startCli(["--workers", "2", ...ports], env);
    const { hostname, port } = new URL(/Metrics +(\S+)/.exec(server.stdout())?.[1] ?? "");
    const workers = () => childrenOf(server.pid);
    // The order in which the first process learns of the question and of the death is the system's: a few times, one of them is the right one.
    for (let round = 0; round < 4; round += 1) {
      await expect.poll(async () => (await workers()).length, { timeout: 60_000 }).toBe(2);
      const socket = connect(Number(port), hostname).on("error", () => undefined);
      await once(socket, "connect");
      socket.write("GET /nothing HTTP/1.1\r\nHost: metrics\r\n\r\n");
      await once(socket, "data");
      server.signal("SIGSTOP");
      socket.write("GET /metrics HTTP/1.1\r\nHost: metrics\r\n\r\n");
      const [victim = 0] = await workers();
      process.kill(victim, "SIGKILL");
      await expect.poll(() => stateOf(victim), { timeout: 60_000 }).toMatch(/^Z|^$/);
      server.signal("SIGCONT");
      await expect.poll(() => server.stderr(), { timeout: 60_000 }).toContain(`The worker ${victim} ended`);
      socket.destroy();
    }
    expect(server.stderr()).not.toContain("EPIPE");
    expect(await server.stop()).toBe(0);
  });

  test("HT-06 a database that hangs does not hold a stop up", async () => {
    const { url } = await database();
    const between = await hangable(Number(new URL(url).port));
    const through = url.replace(/:\d+\//, `:${between.port}/`);
    const env = { POOLHOUSE_DATABASE_URL: through, POOLHOUSE_MASTER_KEY: masterKey };
    // The first admin key's record in the audit log waits two seconds to be linked, and by then nobody answers.
    const server = await startCli(["--drain-time", "0", "--stop-timeout", "1"], env);
    between.hang();
    const begin = performance.now();
    server.signal("SIGTERM");
    expect(await server.exited).toBe(0);
    // The database alone would have had ten seconds, and ten more.
    expect(performance.now() - begin).toBeLessThan(9_000);
    expect(server.stderr()).toContain("the database does not answer");
  });

  test("while the database lets nobody in, doors answer 503, and recover by themselves", async () => {
    const { url } = await database();
    const env = { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: masterKey };
    const server = await startCli([], env);
    const name = new URL(url).pathname.slice(1);
    const administrator = new Client({ connectionString: url.replace(name, "postgres") });
    await administrator.connect();
    onTestFinished(() => administrator.end());
    const keys = async () => (await fetch(`${server.url}/us-east-1_AbCdEfGhI/.well-known/jwks.json`)).status;
    const end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";

    await administrator.query(`alter database ${name} with allow_connections false`);
    await administrator.query(end, [name]);
    expect(await keys()).toBe(503);
    const refused = await poolhouse(["keys", "list"], { env });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("accepts no connections.")]);
    await administrator.query(`alter database ${name} with allow_connections true`);
    expect(await keys()).toBe(404);

    await administrator.query(end, [name]);
    await administrator.query(`alter database ${name} rename to ${name}_away`);
    expect(await keys()).toBe(503);
    await administrator.query(`alter database ${name}_away rename to ${name}`);
    expect(await keys()).toBe(404);
  });

  test("workers that cannot start say why once", async () => {
    const { url } = await database();
    const wrong = url.replace(/test_\w+$/, "test_nowhere");
    const env = { POOLHOUSE_DATABASE_URL: wrong, POOLHOUSE_MASTER_KEY: masterKey };
    const { stderr, code } = await poolhouse(["start", "--port", `${await freePort()}`, "--workers", "3"], {
      env,
    });
    expect(stderr.match(/has no such database/g)).toHaveLength(1);
    expect(code).toBe(1);
  });

  test("a second server with another master key is refused", async () => {
    const { url } = await database();
    const env = { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: masterKey };
    await startCli([], env);
    const other = { ...env, POOLHOUSE_MASTER_KEY: "6b".repeat(32) };
    const failed = await poolhouse(["start", "--port", "0"], { env: other });
    expect(failed.stderr).toContain("The master key cannot be used.");
    expect(failed.code).toBe(1);
  });

  test.each([
    ["a database that is not there", "/test_nowhere", "It has no such database.", "createdb"],
    ["TLS where there is none", "/postgres?sslmode=require", "TLS failed", "sslmode=disable"],
  ])("%s", async (_, path, why, cure) => {
    const { url } = await database();
    const wrong = url.replace(/\/test_\w+$/, path).replace("postgres@", "postgres:hunter2@");
    const env = { POOLHOUSE_DATABASE_URL: wrong, POOLHOUSE_MASTER_KEY: masterKey };
    const { stderr, code } = await poolhouse(["start", "--port", "0"], { env });
    expect(stderr).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+, database \w+ cannot be used\./);
    expect(stderr).toContain(why);
    expect(stderr).toContain(cure);
    expect(stderr).not.toContain("hunter2");
    expect(code).toBe(1);
  });

  test.each([
    ["may create nothing there", "create role weak login", "This user may not do enough there."],
    [
      "finds no schema there",
      "create role weak login; alter role weak set search_path to nowhere",
      "It has no schema to make tables in.",
    ],
  ])("a user who %s", async (_, role, why) => {
    const { url, query } = await database();
    const weak = `weak_${randomUUID().replaceAll("-", "")}`;
    await query(role.replaceAll("weak", weak));
    onTestFinished(() => query(`drop role ${weak}`).then(() => undefined));
    const env = {
      POOLHOUSE_DATABASE_URL: url.replace("postgres@", `${weak}@`),
      POOLHOUSE_MASTER_KEY: masterKey,
    };
    const start = await poolhouse(["start", "--port", "0"], { env });
    expect(start.stderr).toContain(why);
    expect(start.code).toBe(1);
    const backup = await poolhouse(["backup", "--to", join(freshFolder(), "house.backup")], { env });
    expect(backup.stderr).toContain(why);
  });

  test("nobody at the address", async () => {
    const env = {
      POOLHOUSE_DATABASE_URL: "postgres://joe:hunter2@127.0.0.1:1/pool",
      POOLHOUSE_MASTER_KEY: masterKey,
    };
    const { stderr } = await poolhouse(["start", "--port", "0"], { env });
    expect(stderr).toContain("It did not answer (ECONNREFUSED).");
    expect(stderr).not.toContain("hunter2");
  });
});

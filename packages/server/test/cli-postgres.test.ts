/** The command line on PostgreSQL: a start that says where the data is, commands beside it, and failures as people can act on them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findPostgres } from "./postgres/databases.ts";
import { buildCli, freshFolder, poolhouse, startCli } from "./support/cli.ts";

const postgres = await findPostgres(18);
const masterKey = "5a".repeat(32);

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

  test("nobody at the address", async () => {
    const env = {
      POOLHOUSE_DATABASE_URL: "postgres://joe:hunter2@127.0.0.1:1/pool",
      POOLHOUSE_MASTER_KEY: masterKey,
    };
    const { stderr } = await poolhouse(["start", "--port", "0"], { env });
    expect(stderr).toContain("It did not answer within ten seconds (ECONNREFUSED).");
    expect(stderr).not.toContain("hunter2");
  });
});

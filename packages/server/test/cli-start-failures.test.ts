import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildCli, type Finished, freshFolder, poolhouse, startCli } from "./support/cli.ts";
import { listenLocally } from "./support/listening.ts";

beforeAll(buildCli);

test("a taken port", async () => {
  const { port, close } = await listenLocally(createServer());
  onTestFinished(close);
  const failed = await poolhouse(["start", "--dev", "--port", String(port), "--data", freshFolder()]);
  expect(threeLines(failed)).toEqual([
    `Port ${port} is taken.`,
    expect.stringContaining(`127.0.0.1:${port}`),
    expect.stringContaining("--port 0"),
  ]);
});

test("a first start that finds its port taken leaves an audit log that is as it was written", async () => {
  const data = freshFolder();
  const { url } = await startCli(["--data", freshFolder()]);
  threeLines(await poolhouse(["start", "--port", new URL(url).port, "--data", data]));
  const { code, stdout } = await poolhouse(["audit", "verify", "--data", data]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Everything is as it was written")]);
});

test("an older Node, which could not read the rest of the program", async () => {
  const older = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(older)}`;
  expect(threeLines(await poolhouse(["start"], { env: { NODE_OPTIONS } }))).toEqual([
    "Poolhouse needs Node 26 or newer.",
    `This is Node 20.20.2: ${process.execPath}`,
    expect.stringContaining("https://nodejs.org"),
  ]);
});

test("a data folder that cannot be written", async () => {
  const file = join(freshFolder(), "file");
  writeFileSync(file, "");
  const data = join(file, "data");
  expect(threeLines(await poolhouse(["start", "--data", data]))).toEqual([
    `The data folder ${data} cannot be written.`,
    "Part of the path is a file, not a folder.",
    expect.stringContaining("--data"),
  ]);
});

test("another server on the same folder", async () => {
  const data = freshFolder();
  await startCli(["--data", data]);
  expect(threeLines(await poolhouse(["start", "--port", "0", "--data", data]))).toEqual([
    `Another Poolhouse server is using the data folder ${data}.`,
    expect.stringMatching(/./),
    expect.stringContaining("--data <folder>"),
  ]);
});

test("a wrong master key, which is not shown", async () => {
  const data = freshFolder();
  await (await startCli(["--data", data])).stop();
  const wrong = "dGhpcyBpcyBub3QgdGhlIGtleSB0aGF0IHdhcyB1c2U";
  const failed = await poolhouse(["start", "--data", data], { env: { POOLHOUSE_MASTER_KEY: wrong } });
  expect(threeLines(failed)).toEqual([
    "The master key cannot be used.",
    expect.stringMatching(
      /^This data was sealed under master key [0-9a-f]{8}, but the master key given is [0-9a-f]{8}\.$/,
    ),
    expect.stringContaining("POOLHOUSE_MASTER_KEY"),
  ]);
  expect(failed.stderr).not.toContain(wrong);
});

test("a master key that is lost, and none is made in its place", async () => {
  const data = freshFolder();
  await (await startCli(["--data", data])).stop();
  const file = join(data, "master.key");
  rmSync(file);
  expect(threeLines(await poolhouse(["start", "--data", data]))).toEqual([
    "The master key is missing.",
    expect.stringContaining(`${data} has data and no master.key`),
    expect.stringContaining("POOLHOUSE_MASTER_KEY"),
  ]);
  expect(existsSync(file)).toBe(false);
});

test("a newer database", async () => {
  const data = freshFolder();
  await (await startCli(["--data", data])).stop();
  const database = new DatabaseSync(join(data, "poolhouse.sqlite"));
  database.exec("insert into migrations (number, name) values (999, 'of the future')");
  database.close();
  expect(threeLines(await poolhouse(["start", "--data", data]))).toEqual([
    "The data was written by a newer Poolhouse.",
    expect.stringContaining("999"),
    expect.stringContaining("Start the newer program"),
  ]);
});

test("a database that is none", async () => {
  const data = freshFolder();
  await (await startCli(["--data", data])).stop();
  writeFileSync(join(data, "poolhouse.sqlite"), "These are not the bytes you are looking for.".repeat(100));
  expect(threeLines(await poolhouse(["start", "--data", data]))).toEqual([
    "The data cannot be opened.",
    "poolhouse.sqlite is not a database.",
    expect.stringContaining("backup"),
  ]);
});

test("a bad setting", async () => {
  expect(threeLines(await poolhouse(["start", "--port", "http"]))).toEqual([
    '--port / POOLHOUSE_PORT is "http".',
    "It must be a whole number from 0 to 65535.",
    expect.stringContaining("--port 7665"),
  ]);
});

test("a certificate that is none", async () => {
  const folder = freshFolder();
  const file = join(folder, "cert.pem");
  writeFileSync(file, "not a certificate");
  const env = { POOLHOUSE_TLS_CERT: file, POOLHOUSE_TLS_KEY: file };
  expect(threeLines(await poolhouse(["start", "--data", folder], { env }))).toEqual([
    `POOLHOUSE_TLS_CERT is "${file}".`,
    "No certificate can be read in it as PEM.",
    expect.stringContaining("-----BEGIN"),
  ]);
});

test("a folder in a file's place is named with its setting", async () => {
  const folder = freshFolder();
  const none = "There is no file there that this user may read.";
  const env = { POOLHOUSE_TLS_CERT: folder, POOLHOUSE_TLS_KEY: folder };
  expect(threeLines(await poolhouse(["start", "--data", folder], { env })).slice(0, 2)).toEqual([
    `POOLHOUSE_TLS_CERT is "${folder}".`,
    none,
  ]);
  expect(threeLines(await poolhouse(["start", "--triggers", folder])).slice(0, 2)).toEqual([
    `--triggers / POOLHOUSE_TRIGGERS is "${folder}".`,
    none,
  ]);
  const url = `postgres://joe@localhost/pool?sslrootcert=${folder}`;
  const [, why] = threeLines(await poolhouse(["start"], { env: { POOLHOUSE_DATABASE_URL: url } }));
  expect(why).toBe("sslrootcert is no file that this user may read.");
});

test("a folder in the database's place", async () => {
  const data = freshFolder();
  const file = join(data, "poolhouse.sqlite");
  mkdirSync(file);
  writeFileSync(join(data, "master.key"), "6b".repeat(32));
  expect(threeLines(await poolhouse(["start", "--data", data]))).toEqual([
    `${file} cannot be opened.`,
    "It is a folder, not a file.",
    expect.stringContaining("--data <folder>"),
  ]);
});

// Node's own recursive mkdir tries for ever where the system says that the folder above, which is there, is not.
test.runIf(existsSync("/proc/self"))("a data folder that the system lets nobody make", async () => {
  expect(threeLines(await poolhouse(["start", "--data", "/proc/poolhouse/data"]))).toEqual([
    "The data folder /proc/poolhouse/data cannot be written.",
    "A folder above it does not exist and cannot be made.",
    expect.stringContaining("--data"),
  ]);
});

test.each([
  [["start", "--prot", "1"], "--prot is not a flag."],
  [["start", "--port"], "--port / POOLHOUSE_PORT was given no value."],
  [["start", "8000"], '"8000" was not expected.'],
  [["doctor", "--prot", "1"], "--prot is not a flag."],
  [["audit", "verfy"], "audit verfy is not known."],
  [["explain", "one", "two"], '"two" was not expected.'],
])("%j is a wrong command line, which is exit code 2", async (args, what) => {
  const [said] = threeLines(await poolhouse(args), 2);
  expect(said).toBe(what);
});

/** What, why, what to do, and nothing else anywhere. Exit code 1: it did not work. */
function threeLines({ code, stdout, stderr }: Finished, exitCode = 1): string[] {
  expect([code, stdout]).toEqual([exitCode, ""]);
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  return lines;
}

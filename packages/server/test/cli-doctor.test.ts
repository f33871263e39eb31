/** What `poolhouse doctor` finds on good days and on bad ones. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startKillServer } from "./kill/kill-server.ts";
import { findPostgres } from "./postgres/databases.ts";
import { buildCli, freshFolder, poolhouse, startCli } from "./support/cli.ts";
import { freePort } from "./support/free-port.ts";
import { createPool } from "./support/pool.ts";

beforeAll(buildCli);

const postgres = await findPostgres(18);

interface Report {
  readonly isGood: boolean;
  readonly checks: readonly {
    name: string;
    findings: readonly { state: string; found: string; cure?: string }[];
  }[];
}

test("a server in order has no problem, and every warning says what to do", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  await createPool(server);
  const { code, stdout } = await poolhouse(["doctor", "--data", data, "--port", new URL(server.url).port]);
  expect(code).toBe(0);
  expect(stdout).not.toContain("✗");
  for (const words of [
    "✓ The master key is the one that this data was sealed under.",
    "✓ The signing keys open and fit their public halves, all 2.",
    "✓ Its pages are whole",
    "✓ It is as it was written: ",
    "answers, with the issuer that its tokens name.",
    "✓ No e-mail waits.",
    "! No mail server is set",
    "0 problems, 2 warnings.",
  ]) {
    expect(stdout).toContain(words);
  }
  expect(stdout).not.toContain(readFileSync(join(data, "master.key"), "utf8").trim());
});

test("what is wrong is found, all at once, with exit code 1; nothing is changed and no secret is said", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  await createPool(server);
  await server.kill();
  chmodSync(join(data, "master.key"), 0o644);
  spoil(data);
  const port = await freePort();
  const { code, report, text } = await doctor(["--data", data, "--port", `${port}`], {
    POOLHOUSE_SMTP_URL: "smtp://joe:hunter2@127.0.0.1:1",
    POOLHOUSE_MAIL_FROM: "house@example.com",
    POOLHOUSE_SMS_WEBHOOK_URL: `http://127.0.0.1:${port}/sms`,
    POOLHOUSE_SMS_WEBHOOK_SECRET: `whsec_${"QUJD".repeat(8)}`,
    POOLHOUSE_PRT: "1",
  });
  expect([code, report.isGood]).toEqual([1, false]);
  expect(problems(report)).toEqual([
    expect.stringMatching(/^Keys: Others on this machine may read or change .*master\.key\./),
    expect.stringMatching(/^Keys: The signing key \S+ of the pool \S+ does not open\./),
    expect.stringMatching(/^Clock: The newest event is of .*: the clock has gone back, or was ahead\./),
    expect.stringMatching(/^Public URL: http:\/\/localhost:\d+ does not answer \(ECONNREFUSED\)\./),
    expect.stringMatching(/^Messages: The mail server 127\.0\.0\.1:1 cannot be used/),
    expect.stringMatching(
      /^Messages: The SMS webhook at 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\./,
    ),
    expect.stringMatching(/^Messages: 1 e-mail waiting, the oldest for \d{3} minutes\./),
  ]);
  expect(text).toContain("POOLHOUSE_PRT is not a setting");
  expect(text).not.toMatch(/hunter2|QUJD/);
});

test("another master key, another issuer and a certificate that nobody vouches for are named", async () => {
  const data = freshFolder();
  const server = await startCli(["--dev", "--tls", "--data", data]);
  const { port } = new URL(server.url);
  const wrong = await doctor(["--data", data, "--public-url", `https://127.0.0.1:${port}`], {
    POOLHOUSE_MASTER_KEY: "6b".repeat(32),
    // The certificate is the finding; who serves is asked all the same.
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
  });
  expect(wrong.code).toBe(1);
  expect(problems(wrong.report).join("\n")).toMatch(/This data was sealed under master key/);
  expect(problems(wrong.report).join("\n")).toMatch(/Clients will refuse the certificate of 127\.0\.0\.1/);
  expect(problems(wrong.report).join("\n")).toMatch(
    /names the issuer https:\/\/localhost:\d+\/\S+ instead of/,
  );
});

test("a certificate that is none and proxies that are everybody are found before a start", async () => {
  const data = freshFolder();
  const file = join(data, "not.pem");
  writeFileSync(file, "nothing");
  const { code, report } = await doctor(["--data", data, "--trusted-proxies", "10.0.0.5,0.0.0.0/0"], {
    POOLHOUSE_TLS_CERT: file,
    POOLHOUSE_TLS_KEY: file,
  });
  expect(code).toBe(1);
  expect(report.checks.find(({ name }) => name === "Settings")?.findings).toEqual([
    { state: "good", found: "Every setting is known." },
    {
      state: "bad",
      found: expect.stringContaining("Everybody is a trusted proxy"),
      cure: expect.stringContaining("POOLHOUSE_TRUSTED_PROXIES"),
    },
    {
      state: "bad",
      found: expect.stringContaining("POOLHOUSE_TLS_CERT is"),
      cure: expect.stringContaining("Give a PEM file"),
    },
  ]);
});

test("a folder without anything is told from one that is damaged", async () => {
  const data = freshFolder();
  const empty = await doctor(["--data", data, "--port", "1"]);
  expect(problems(empty.report).join("\n")).toContain("There is no database in");
  expect(empty.code).toBe(1);
});

describe.skipIf(postgres === undefined)("on PostgreSQL", () => {
  test("its settings, its clock and its standbys are looked at", async () => {
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    const env = { POOLHOUSE_DATABASE_URL: created.url, POOLHOUSE_MASTER_KEY: "5a".repeat(32) };
    const server = await startKillServer(join(freshFolder(), "none"), env);
    const { report, text } = await doctor(["--port", new URL(server.url).port], env);
    expect(text).toMatch(/This clock and the database's are \d+ ms apart: they agree/);
    expect(text).toMatch(/It is PostgreSQL 18/);
    expect(text).toContain("It has no standby");
    // The tests' own cluster runs without fsync, and doctor says so.
    const [fsync] = await created.query("show fsync");
    expect(problems(report).some((each) => each.includes("fsync is off"))).toBe(fsync?.["fsync"] === "off");
    expect(text).not.toContain("triggers are missing");
    expect(text).toContain("Its disk has room for a write.");

    // As a full disk is told.
    await created.query(`create function refuse() returns event_trigger language plpgsql as
      $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$`);
    await created.query("create event trigger refuse on ddl_command_start execute function refuse()");
    const full = await doctor(["--port", new URL(server.url).port], env);
    expect(problems(full.report)).toContainEqual(expect.stringContaining("Its disk is full: No space left"));
    expect(full.code).toBe(1);
  });

  test("AC-14: without plpgsql a server works, the audit log's chain still stands guard, and the missing triggers are named", async () => {
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    await created.query("drop extension plpgsql cascade");
    const env = { POOLHOUSE_DATABASE_URL: created.url, POOLHOUSE_MASTER_KEY: "5a".repeat(32) };
    const server = await startKillServer(join(freshFolder(), "none"), env);
    await createPool(server);
    const port = new URL(server.url).port;
    const { text } = await doctor(["--port", port], env);
    expect(text).toMatch(/It is as it was written: [1-9]/);
    expect(text).toContain("The database does not refuse to change it: triggers are missing.");
    await created.query("update audit_records set action = 'Nothing'");
    const { code, report } = await doctor(["--port", port], env);
    expect(code).toBe(1);
    expect(problems(report).join("\n")).toMatch(/Audit log: The chain of .* is not as it was written/);
  });
});

async function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await poolhouse(["doctor", "--json", ...args], { env });
  expect(stderr.replaceAll(/^.*(?:NODE_TLS_REJECT_UNAUTHORIZED|trace-warnings).*$/gm, "").trim()).toBe("");
  return { code, report: JSON.parse(stdout) as Report, text: stdout };
}

function problems({ checks }: Report): readonly string[] {
  return checks.flatMap(({ name, findings }) =>
    findings.filter(({ state }) => state === "bad").map(({ found }) => `${name}: ${found}`),
  );
}

/** A key that does not open, an event of tomorrow, and an e-mail that has waited for hours. */
function spoil(data: string): void {
  const db = new DatabaseSync(join(data, "poolhouse.sqlite"), { timeout: 5000 });
  const hour = 3_600_000;
  db.exec("update signing_keys set sealed_private_key = 'v1.x.y.z' where token_use = 'id'");
  db.prepare("insert into events values ('', 'later', 'token', 'codeUnknown', 'invalid_grant', '{}', ?)").run(
    Date.now() + 24 * hour,
  );
  db.prepare(
    `insert into messages (pool_id, message_id, medium, recipient, sealed_body, created_at, due_at)
     values ('p_1', 'm', 'EMAIL', 'ada@example.com', 'x', ?, ?)`,
  ).run(Date.now() - 3 * hour, Date.now());
  db.close();
}

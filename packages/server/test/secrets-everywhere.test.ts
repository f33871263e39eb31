/**
 * TK-15: every operation, endpoint and page, in success and in every kind of failure; then each secret that went in or came out is looked for
 * wherever something is said or kept. What is a secret is known by its name, so an operation that is new is part of it by itself.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openContent } from "../src/core/messages/message-content.ts";
import { createLog } from "../src/log/pino.ts";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { table } from "../src/operations/table.ts";
import { buildCli, freshFolder, poolhouse } from "./support/cli.ts";
import { type Collector, startCollector } from "./support/collector.ts";
import { figure, scrape } from "./support/figures.ts";
import { sdkWith } from "./support/house.ts";
import { callUnsigned } from "./support/json-call.ts";
import { type MailServer, mailSettings, startMailServer } from "./support/mail-server.ts";
import { openDoors, stray, useDoors, useTriggers, useWebhook } from "./support/secret-scan/doors.ts";
import {
  type Exchange,
  type RecordingFront,
  startRecordingFront,
} from "./support/secret-scan/recording-front.ts";
import {
  findingsIn,
  type Place,
  type Secret,
  secretsAnswered,
  secretsAsked,
} from "./support/secret-scan/secrets.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { callSigned } from "./support/signed-call.ts";
import { inputOf } from "./support/tenant-inputs.ts";
import { createTenant, type Tenant, thingsOf } from "./support/tenants.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";

const smtpPassword = "mail-canary-57-of-the-house";
const databasePassword = "database-canary-58";
const smsSecret = `whsec_${Buffer.from("sms-canary-of-24-letters").toString("base64")}`;
/** What is put in by settings alone. */
const settings: readonly Secret[] = [
  { name: "the mail server's password", value: smtpPassword, kind: "secret" },
  { name: "the webhook's secret", value: smsSecret, kind: "secret" },
  { name: "the database's password", value: databasePassword, kind: "secret" },
];

let collector: Collector;
let host: TriggerHost;
let mail: MailServer;
let front: RecordingFront;
let server: TestServer;
/** The same server through the front. */
let seen: TestServer;
let mailUrl: string;
const log: string[] = [];
const secrets: Secret[] = [];

beforeAll(async () => {
  buildCli();
  collector = await startCollector();
  host = await startTriggerHost();
  host.answers.set("sms", (response, { body }) => response.writeHead(500).end(body));
  mail = await startMailServer({
    // Whoever refuses a mail may say what was in it.
    onMail: async ({ text }) => {
      throw Object.assign(new Error(`5.7.1 refused for its words: ${text.replaceAll("\n", " ")}`), {
        responseCode: 554,
      });
    },
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username = "" }, _session, done) => done(null, { user: username }),
  });
  mailUrl = mail.url.replace("//", `//house:${smtpPassword}@`);
  server = await startTestServer(
    ["--metrics-port", "0"],
    {
      ...mailSettings(mailUrl),
      POOLHOUSE_OTLP_ENDPOINT: collector.url,
      POOLHOUSE_SMS_WEBHOOK_URL: `${host.url}/sms`,
      POOLHOUSE_SMS_WEBHOOK_SECRET: smsSecret,
    },
    createLog("info", { write: (line) => void log.push(line) }),
  );
  front = await startRecordingFront(server.url);
  seen = { ...server, url: front.url, admin: sdkWith({ ...server, url: front.url }, server.accessKey) };
});
afterAll(async () => {
  seen.admin.destroy();
  await front.close();
  await server.close();
  await mail.close();
  await host.close();
  await collector.close();
});

// `Object.keys` forgets the type of the keys, and the table has no other keys.
const operations = (Object.keys(table) as AnyOperationName[]).filter((each) => table[each].gate !== "notYet");

interface Call {
  readonly operation: AnyOperationName;
  readonly input: Readonly<Record<string, unknown>>;
  /** Done to nothing smaller than the pool. */
  readonly isWhole: boolean;
}

async function callsTo(tenant: Tenant): Promise<Call[]> {
  const calls: Call[] = [];
  for (const operation of operations) {
    let asked = 0;
    const place = thingsOf(tenant, `person-canary-${operations.indexOf(operation)}`);
    const owner = () => {
      asked += 1;
      return place;
    };
    const given = houses[operation] ?? (await inputOf(operation, { place, owner }));
    const input = {
      ...given,
      ...(table[operation].gate !== "signed" && { ClientMetadata: { way: "metadata-canary" } }),
    };
    calls.push({ operation, input, isWhole: asked === 0 && table[operation].gate === "signed" });
  }
  // What is left of the pool after these is not what the others need.
  return calls.toSorted(
    (a, b) => Number(a.isWhole) - Number(b.isWhole) || Number(isEnd(a)) - Number(isEnd(b)),
  );
}

const isEnd = ({ operation }: Call): boolean => operation === "DeleteUserPool";

/** They name no pool, or make one. */
const houses: Partial<Record<AnyOperationName, Readonly<Record<string, unknown>>>> = {
  CreateAccessKey: { Scope: "ALL" },
  CreateUserPool: { PoolName: "another" },
  ExplainRequest: { RequestId: "00000000-0000-4000-8000-000000000000" },
  DeleteAccessKey: { AccessKeyId: "AKIANOBODYSNOBODYSNO" },
  ListAccessKeys: {},
  ListUserPools: { MaxResults: 60 },
};

/** Of what nobody has, or refused to everybody. */
const refusing = ["DeleteAccessKey", "ExplainRequest", "UpdateAuthEventFeedback"];

/** Every table is away for a moment, and every statement fails. */
async function withoutTables<T>(work: () => Promise<T>): Promise<T> {
  const database = new DatabaseSync(join(server.dataFolder, "poolhouse.sqlite"));
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  database.exec("PRAGMA busy_timeout = 5000; PRAGMA legacy_alter_table = ON");
  const rename = (from: string, to: string) =>
    database.exec(
      `BEGIN IMMEDIATE; ${tables.map((name) => `ALTER TABLE "${from}${name}" RENAME TO "${to}${name}";`).join(" ")} COMMIT`,
    );
  rename("", "away_");
  try {
    return await work();
  } finally {
    rename("away_", "");
    database.close();
  }
}

/** Instead of each text something of another type, much more of it, or what no such text may have in it. */
const spoilers: readonly ((text: string) => unknown)[] = [
  (text) => ({ text }),
  (text) => [text],
  (text) => `${text} `.repeat(150),
  (text) => `${text.slice(0, -1)}\u{1F511}`,
];

async function callWrongly({ operation, input }: Call): Promise<void> {
  const { UserPoolId, ClientId } = input;
  for (const spoil of spoilers) {
    const spoilt = Object.entries(input).map(([name, value]) => [
      name,
      typeof value === "string" ? spoil(value) : value,
    ]);
    await callSigned(seen, operation, { ...Object.fromEntries(spoilt), UserPoolId, ClientId });
  }
  await callSigned(seen, operation, JSON.stringify(input).slice(0, -3));
  const stranger = { ...server.accessKey, secretAccessKey: "a-secret-access-key-that-is-none-at-all" };
  await callSigned(seen, operation, input, stranger);
  await callUnsigned(seen, operation, input);
}

async function callEverything(): Promise<void> {
  const calls = await callsTo(await createTenant(seen));
  await withoutTables(async () => {
    const statuses = new Set<number>();
    for (const { operation, input } of calls) {
      if (!refusing.includes(operation)) statuses.add((await callSigned(seen, operation, input)).status);
    }
    expect([...statuses]).toEqual([500]);
  });
  for (const call of calls) {
    await callWrongly(call);
    await callSigned(seen, call.operation, call.input);
  }
  const good = front.exchanges.filter(({ status }) => status === 200);
  const answered = new Set(good.map(({ headers }) => String(headers["x-amz-target"]).split(".")[1]));
  expect(operations.filter((operation) => !answered.has(operation)).toSorted()).toEqual(refusing);
}

/** What went out by mail and by text message, and came back at no door. */
async function codesSent(): Promise<Secret[]> {
  const messages = await server.world.store.read.messages.listNewest(1000);
  const contents = messages.map(({ sealedBody }) => openContent(server.world, sealedBody));
  return contents.flatMap((content) =>
    content !== undefined && "code" in content
      ? [{ name: "a code that was sent", value: content.code, kind: "secret" as const }]
      : [],
  );
}

beforeAll(async () => {
  await callEverything();
  const doors = await openDoors(seen);
  await useDoors(doors);
  await useTriggers(seen, host);
  await useWebhook(seen);
  await stray(doors);
  await withoutTables(() => stray(doors));
  await server.drain();
  secrets.push(
    ...settings,
    ...front.exchanges.flatMap(secretsAsked),
    ...front.exchanges.flatMap(secretsAnswered),
  );
  secrets.push(...(await codesSent()));
  const { secretAccessKey } = server.accessKey;
  secrets.push({ name: "the administrator's key", value: secretAccessKey, kind: "secret" });
  const names = secrets.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(lookedFor));
}, 120_000);

/** Among others: a search for nothing finds nothing. */
const lookedFor = [
  ...[
    "Password",
    "PASSWORD",
    "PASSWORD_CLAIM_SIGNATURE",
    "Session",
    "SecretCode",
    "ClientSecretValue",
    "SecretAccessKey",
  ],
  ...[
    "IdToken",
    "refresh_token",
    "code",
    "code_verifier",
    "a code that was sent",
    "cookie",
    "csrf",
    "authorization",
  ],
  ...["state", "nonce", "login_hint", "ClientMetadata", "UserAttributes", "Username", "newPassword"],
];

test("TK-15: what operators see of a house at work has no secret in it, and nothing about anybody", async () => {
  const places = [
    { where: "the log", text: log.join("") },
    // Its numbers are nobody's.
    { where: "the figures", text: (await scrape(server.metricsUrl)).replaceAll(/ \S+$/gm, "") },
    { where: "the traces", text: collector.raw() },
  ];
  for (const { text } of places) expect(text.length).toBeGreaterThan(10_000);
  // Every mail was refused.
  const waiting = { medium: "EMAIL" };
  expect(await figure(server.metricsUrl, "poolhouse_outbox_messages_waiting", waiting)).toBeGreaterThan(0);
  expect(findingsIn(places, secrets)).toEqual([]);
});

test("TK-15: what the command line says has no secret in it, and nothing about anybody", async () => {
  const { dataFolder } = server;
  const env = {
    ...mailSettings(mailUrl),
    POOLHOUSE_SMS_WEBHOOK_URL: "http://127.0.0.1:1/sms",
    POOLHOUSE_SMS_WEBHOOK_SECRET: smsSecret,
  };
  const failed = front.exchanges
    .map(({ answer }) => /"request_id":"([^"]+)"/.exec(answer)?.[1])
    .filter((id) => id !== undefined);
  const commands = [
    ["doctor", "--json"],
    ["audit", "--json", "--limit", "100000"],
    ["audit", "verify"],
    ["keys", "list"],
    ...failed.slice(0, 3).map((id) => ["explain", id]),
    ["migrate", "--dry-run", "--to", `postgres://house:${databasePassword}@127.0.0.1:1/house`],
  ];
  const places: Place[] = [];
  for (const [name = "", ...args] of commands) {
    const { stdout, stderr } = await poolhouse([name, ...args, "--data", dataFolder], { env });
    // Groups and resource servers are named by their ids, and here those are after people.
    const text = (stdout + stderr).replaceAll(/(group|resource server) [^"]*"/g, "");
    expect(text).not.toBe("");
    places.push({ where: `poolhouse ${name} ${args[0]}`, text });
  }
  expect(findingsIn(places, secrets)).toEqual([]);
});

test("TK-15: no file has a secret in the clear, nor a hash of one that can be guessed", async () => {
  const file = join(freshFolder(), "all.backup");
  const { code, stderr } = await poolhouse(["backup", "--data", server.dataFolder, "--to", file]);
  expect([code, stderr]).toEqual([0, ""]);
  const files = [...readdirSync(server.dataFolder).map((name) => join(server.dataFolder, name)), file];
  const key = files.find((each) => each.endsWith("master.key")) ?? "";
  const places = files
    .filter((each) => each !== key)
    .map((each) => ({ where: basename(each), text: readFileSync(each, "latin1") }));
  const masterKey = {
    name: "the master key",
    value: readFileSync(key, "utf8").trim(),
    kind: "secret",
  } as const;
  places.push({ where: "the tables", text: cellsOf(file) });
  const kept = [masterKey, ...secrets.filter(({ kind }) => kind === "secret")];
  expect(findingsIn(places, kept)).toEqual([]);
});

/** One a line: in the file itself they touch each other. */
function cellsOf(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const rows = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all());
  database.close();
  const cells = rows.flatMap((row) => Object.values(row));
  return cells
    .map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString("latin1") : `${cell}`))
    .join("\n");
}

test("the secret of a webhook is taken and never shown", () => {
  const target = "Poolhouse.DescribeUserPoolTriggerTargets";
  const shown = front.exchanges.filter(({ headers }) => headers["x-amz-target"] === target);
  const places = shown.map(({ answer }) => ({ where: "the description", text: answer }));
  expect(places.some(({ text }) => text.includes("http://127.0.0.1:1/canary"))).toBe(true);
  const given = secrets.filter(({ value }) => value.startsWith("whsec_"));
  expect(given).toContainEqual(expect.objectContaining({ name: "Secret" }));
  expect(findingsIn(places, given)).toEqual([]);
});

test("TK-15: no failure and no redirect repeats a secret that came in a body, a cookie or a header", () => {
  const found = front.exchanges
    .filter(({ status }) => status >= 300)
    .flatMap((exchange) => {
      const { url, headers, status, answer, answerHeaders } = exchange;
      const where = `${status} of ${headers["x-amz-target"] ?? url.split("?")[0]}`;
      const given = secretsAsked({ ...exchange, url: "" }).filter(({ kind }) => kind === "secret");
      return findingsIn([{ where, text: answer + JSON.stringify(answerHeaders) }], given);
    });
  // As the service does: its model calls a code no secret, and says what was wrong with one that none can be.
  const codes = ["Code in 400 of", "ConfirmationCode in 400 of"];
  expect(found.filter((each) => !codes.some((code) => each.startsWith(code)))).toEqual([]);
});

test("TK-15, AZ-23: an answer with a secret in it is kept by nobody on its way, and no page tells its address to the next", () => {
  const telling = front.exchanges.filter((each) =>
    secretsAnswered(each).some(({ kind }) => kind === "secret"),
  );
  expect(telling.length).toBeGreaterThan(100);
  const pages = front.exchanges.filter(({ answer }) => answer.startsWith("<!"));
  expect(pages.length).toBeGreaterThan(100);
  const where = ({ method, url, status, headers }: Exchange) =>
    `${status} of ${method} ${headers["x-amz-target"] ?? url.split("?")[0]}`;
  const kept = telling.filter(
    ({ answerHeaders }) => !/\bno-store\b/.test(`${answerHeaders["cache-control"]}`),
  );
  const told = pages.filter(({ answerHeaders }) => answerHeaders["referrer-policy"] !== "no-referrer");
  expect([...new Set(kept.map(where))]).toEqual([]);
  expect([...new Set(told.map(where))]).toEqual([]);
});

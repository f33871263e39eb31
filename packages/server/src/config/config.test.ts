import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { BlockList } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfig, publicUrlOf } from "./config.ts";
import { ConfigError } from "./config-error.ts";

const key = Buffer.alloc(32, 0xfb);
let folder = "";
let pem = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "poolhouse-config-"));
  pem = join(folder, "file.pem");
  writeFileSync(pem, "");
});

afterAll(() => rmSync(folder, { recursive: true }));

test("nothing given is the documented default", () => {
  expect(config()).toEqual({
    host: "127.0.0.1",
    port: 7665,
    workers: 1,
    dataFolder: resolve("poolhouse-data"),
    publicUrl: undefined,
    region: "us-east-1",
    accountId: "000000000000",
    adminKey: undefined,
    tls: { kind: "off" },
    masterKey: undefined,
    trustedProxies: new BlockList(),
    guessesPerSource: 1000,
    quotas: new Map([
      ["UserReads", 100],
      ["UserWrites", 100],
      ["Source", 1000],
    ]),
    limits: {
      headersTimeout: 10,
      requestTimeout: 10,
      keepAliveTimeout: 72,
      idleTimeout: 60,
      maxConnections: 10_000,
      connectionsPerSource: 1000,
      bodyLimit: 1_048_576,
      headerLimit: 32_768,
    },
    drainSeconds: 3,
    stopSeconds: 10,
    logLevel: "info",
    isDev: false,
    threadPoolSize: 4,
    warnings: [],
  });
});

test("every flag is heard, with a space or an equals sign", () => {
  const args = [
    "--host",
    "::1",
    "--port=0",
    "--data",
    "x",
    "--public-url=https://id.localhost",
    "--dev",
    "--tls",
  ];
  expect(config([...args, "--region", "eusc-de-east-1", "--account-id", "123456789012"])).toMatchObject({
    host: "::1",
    port: 0,
    dataFolder: resolve("x"),
    publicUrl: "https://id.localhost",
    region: "eusc-de-east-1",
    accountId: "123456789012",
    tls: { kind: "selfSigned" },
    isDev: true,
  });
});

test("every variable is heard", () => {
  const env = {
    POOLHOUSE_HOST: "0.0.0.0",
    POOLHOUSE_PORT: "80",
    POOLHOUSE_DATA: "/var/lib/x",
    POOLHOUSE_PUBLIC_URL: "https://id.example.com",
    POOLHOUSE_REGION: "us-gov-west-1",
    POOLHOUSE_ACCOUNT_ID: "123456789012",
    POOLHOUSE_ACCESS_KEY_ID: "CIKEY00000000000",
    POOLHOUSE_SECRET_ACCESS_KEY: "not-a-real-secret-1",
    POOLHOUSE_TLS_CERT: pem,
    POOLHOUSE_TLS_KEY: pem,
    POOLHOUSE_MASTER_KEY: `${key.toString("hex")}, ${key.toString("base64url")}`,
    POOLHOUSE_TRIGGERS: pem,
    POOLHOUSE_CUSTOM_SENDER_KEY: key.toString("base64"),
    POOLHOUSE_SMTP_URL: "smtp://house%40example.com:p%40ss@mail.example.com",
    POOLHOUSE_MAIL_FROM: "Poolhouse <no-reply@example.com>",
    POOLHOUSE_SMS_WEBHOOK_URL: "https://sms.example.com/send",
    POOLHOUSE_SMS_WEBHOOK_SECRET: `whsec_${key.toString("base64")}`,
    POOLHOUSE_GUESSES_PER_SOURCE: "50",
  };
  expect(config([], env)).toMatchObject({
    host: "0.0.0.0",
    port: 80,
    dataFolder: resolve("/var/lib/x"),
    publicUrl: "https://id.example.com",
    region: "us-gov-west-1",
    adminKey: { accessKeyId: "CIKEY00000000000", secretAccessKey: "not-a-real-secret-1" },
    tls: { kind: "files", certFile: pem, keyFile: pem },
    masterKey: env.POOLHOUSE_MASTER_KEY,
    triggersFile: pem,
    customSenderKey: env.POOLHOUSE_CUSTOM_SENDER_KEY,
    mail: {
      server: {
        host: "mail.example.com",
        port: 587,
        isTls: false,
        credentials: { user: "house@example.com", password: "p@ss" },
      },
      from: "Poolhouse <no-reply@example.com>",
    },
    smsWebhook: { url: "https://sms.example.com/send", secret: env.POOLHOUSE_SMS_WEBHOOK_SECRET },
    guessesPerSource: 50,
    warnings: [],
  });
});

test.each([
  ["10.0.0.5", ["10.0.0.5"], ["10.0.0.6", "::1"]],
  ["10.0.0.0/8, fd00::/8,::1", ["10.255.0.1", "fd12::1", "::1"], ["11.0.0.1", "fe00::1"]],
  ["0.0.0.0/0", ["203.0.113.7"], ["::1"]],
  [",", [], ["127.0.0.1"]],
])("AC-04: the trusted proxies %j are these and no others", (given, theirs, others) => {
  const { trustedProxies } = config([], { POOLHOUSE_TRUSTED_PROXIES: given });
  const isTrusted = (address: string) =>
    trustedProxies.check(address, address.includes(":") ? "ipv6" : "ipv4");
  expect(theirs.filter((address) => !isTrusted(address))).toEqual([]);
  expect(others.filter(isTrusted)).toEqual([]);
});

test("a flag wins over its variable", () => {
  expect(config(["--port", "1"], { POOLHOUSE_PORT: "2" }).port).toBe(1);
});

test("the thread pool's size is read as libuv reads it", () => {
  const size = (text: string) =>
    parseConfig([], { poolhouse: {}, threadPoolSize: text, noColor: false }).threadPoolSize;
  expect(["16", "0", "many", "5000"].map(size)).toEqual([16, 1, 1, 1024]);
});

test.each([
  ["https://id.example.com/", "https://id.example.com"],
  ["HTTPS://ID.example.com:443", "https://id.example.com"],
  ["http://localhost:8000", "http://localhost:8000"],
  ["http://127.9.9.9:80/", "http://127.9.9.9"],
  ["http://[::1]:7665", "http://[::1]:7665"],
  ["http://pool.localhost:1", "http://pool.localhost:1"],
])("the public URL %s is kept as %s", (given, kept) => {
  expect(config(["--public-url", given]).publicUrl).toBe(kept);
});

test("without a public URL it follows the bound port and TLS", () => {
  expect(publicUrlOf(config(["--port", "0"]), 4711)).toBe("http://localhost:4711");
  expect(publicUrlOf(config(["--dev", "--tls"]), 4711)).toBe("https://localhost:4711");
  expect(publicUrlOf(config(["--public-url", "https://id.example.com"]), 4711)).toBe(
    "https://id.example.com",
  );
});

test.each([["127.0.0.1"], ["localhost"], ["::1"], ["0:0:0:0:0:0:0:1"]])(
  "development mode binds %s",
  (host) => {
    expect(config(["--dev", "--host", host]).host).toBe(host);
  },
);

test("variables that look like settings and are none are named with the one that was probably meant", () => {
  const { warnings } = config([], { POOLHOUSE_PROT: "1", POOLHOUSE_DEV: "1", POOLHOUSE_PORT: "1" });
  expect(warnings).toEqual([
    "POOLHOUSE_PROT is not a setting and was ignored: did you mean POOLHOUSE_PORT?",
    "POOLHOUSE_DEV is not a setting and was ignored: use --dev",
  ]);
});

describe("refuses in three lines: what, why, what to do", () => {
  const refusals: [string[], string, string, string][] = [
    [["--port", "abc"], '--port / POOLHOUSE_PORT is "abc".', "0 to 65535", "--port 7665"],
    [["--port", "65536"], '--port / POOLHOUSE_PORT is "65536".', "0 to 65535", "--port 0"],
    [["--port", "-1"], '--port / POOLHOUSE_PORT is "-1".', "0 to 65535", "--port 7665"],
    [["--port=-1"], '--port / POOLHOUSE_PORT is "-1".', "0 to 65535", "--port 7665"],
    [["--port="], '--port / POOLHOUSE_PORT is "".', "0 to 65535", "--port 7665"],
    [["--port", "1e3"], '--port / POOLHOUSE_PORT is "1e3".', "0 to 65535", "--port 7665"],
    [["--host", "http://x"], '--host / POOLHOUSE_HOST is "http://x".', "IP address", "--host 127.0.0.1"],
    [["--host="], '--host / POOLHOUSE_HOST is "".', "IP address", "--host 127.0.0.1"],
    [["--data="], '--data / POOLHOUSE_DATA is "".', "path of a folder", "--data ./poolhouse-data"],
    [["--region", "mars"], '--region / POOLHOUSE_REGION is "mars".', "region of AWS", "--region us-east-1"],
    [["--account-id", "1234"], '--account-id / POOLHOUSE_ACCOUNT_ID is "1234".', "12 digits", "000000000000"],
    [["--public-url", "id.example.com"], 'is "id.example.com".', "absolute http", "https://id.example.com"],
    [["--public-url", "ftp://x"], 'is "ftp://x".', "absolute http", "https://id.example.com"],
    [["--public-url", "https://"], 'is "https://".', "absolute http", "https://id.example.com"],
    [["--public-url", "https://x/y"], 'is "https://x/y".', "no path", "https://id.example.com"],
    [["--public-url", "https://x//"], 'is "https://x//".', "no path", "https://id.example.com"],
    [["--public-url", "https://x?y"], 'is "https://x?…".', "no path, query", "https://id.example.com"],
    [["--public-url", "https://x#"], 'is "https://x#".', "fragment", "https://id.example.com"],
    [["--public-url", "http://x.com"], 'is "http://x.com".', "loopback hosts only", "https://id.example.com"],
    [
      ["--public-url", "http://localhost.x.com"],
      "localhost.x.com",
      "loopback hosts only",
      "https://id.example.com",
    ],
    [
      ["--dev", "--host", "0.0.0.0"],
      '--host / POOLHOUSE_HOST is "0.0.0.0".',
      "this machine only",
      "leave out --dev",
    ],
    [["--dev", "--host", "::"], '--host / POOLHOUSE_HOST is "::".', "this machine only", "leave out --dev"],
    [
      ["--dev", "--public-url", "https://x.com"],
      'is "https://x.com".',
      "this machine only",
      "leave out --dev",
    ],
    [["--triggers", "gone.json"], 'POOLHOUSE_TRIGGERS is "gone.json".', "no file there", "./triggers.json"],
    [["--tls"], "--tls was given without a certificate.", "development mode only", "POOLHOUSE_TLS_CERT"],
    [["--prot", "1"], "--prot is not a flag.", "nearest one is --port.", "--database-url"],
    [["--acount-id=1"], "--acount-id is not a flag.", "nearest one is --account-id.", "--port"],
    [["-p", "1"], "-p is not a flag.", "nearest one is", "--port"],
    [["--no-dev"], "--no-dev is not a flag.", "nearest one is --dev.", "--port"],
    [["--master-key", "x"], "--master-key is not a flag.", "environment only", "Set POOLHOUSE_MASTER_KEY."],
    [["--dev=false"], "--dev was given a value.", "switch", "--dev alone"],
    [["--port"], "--port / POOLHOUSE_PORT was given no value.", "<number>", "--port 7665"],
    [["--data", "--dev"], "--data / POOLHOUSE_DATA was given no value.", "<folder>", "--data"],
    [["8000"], '"8000" was not expected.', "two dashes", "--port 7665"],
    [["--", "8000"], '"8000" was not expected.', "two dashes", "--port 7665"],
  ];
  test.each(refusals)("%j", (args, what, why, cure) => {
    expectRefusal(() => config(args), what, why, cure);
  });

  const variables: [Record<string, string>, string, string, string][] = [
    [{ POOLHOUSE_PORT: "x" }, '--port / POOLHOUSE_PORT is "x".', "0 to 65535", "--port 7665"],
    [
      { POOLHOUSE_ACCESS_KEY_ID: "CIKEY00000000000" },
      "without POOLHOUSE_SECRET_ACCESS_KEY",
      "without the other",
      "Set POOLHOUSE_SECRET",
    ],
    [
      { POOLHOUSE_SECRET_ACCESS_KEY: "0123456789abcdef" },
      "without POOLHOUSE_ACCESS_KEY_ID",
      "without the other",
      "Set POOLHOUSE_ACCESS",
    ],
    [
      { POOLHOUSE_ACCESS_KEY_ID: "short" },
      'POOLHOUSE_ACCESS_KEY_ID is "short".',
      "16 to 128",
      "CIKEY00000000000",
    ],
    [
      { POOLHOUSE_TLS_CERT: "/nowhere.pem" },
      'POOLHOUSE_TLS_CERT is "/nowhere.pem".',
      "no file there",
      "PEM file",
    ],
    [
      { POOLHOUSE_TLS_KEY: "/nowhere.pem" },
      'POOLHOUSE_TLS_KEY is "/nowhere.pem".',
      "no file there",
      "PEM file",
    ],
  ];
  test.each(variables)("%j", (env, what, why, cure) => {
    expectRefusal(() => config([], env), what, why, cure);
  });

  test("a certificate without its key, and a key without its certificate", () => {
    expectRefusal(
      () => config([], { POOLHOUSE_TLS_CERT: pem }),
      "without POOLHOUSE_TLS_KEY",
      "without the other",
      "leave both out",
    );
    expectRefusal(
      () => config([], { POOLHOUSE_TLS_KEY: pem }),
      "without POOLHOUSE_TLS_CERT",
      "without the other",
      "leave both out",
    );
  });

  test("several workers on one data folder, or in development", () => {
    expectRefusal(() => config(["--workers", "2"]), "--workers", "SQLite", "POOLHOUSE_DATABASE_URL");
    const shared = {
      POOLHOUSE_DATABASE_URL: "postgres://joe@localhost/pool",
      POOLHOUSE_MASTER_KEY: key.toString("hex"),
    };
    expectRefusal(() => config(["--workers", "2", "--dev"], shared), "--workers", "development", "--dev");
    expect(config(["--workers", "2"], shared).workers).toBe(2);
    expectRefusal(() => config(["--workers", "2", "--port", "0"], shared), "--workers", "port 0", "a port");
    expectRefusal(() => config(["--workers", "0"], shared), "--workers", "from 1 to 999", "--workers 4");
  });

  test("PostgreSQL without a master key", () => {
    expectRefusal(
      () => config(["--database-url", "postgres://joe:hunter2@db/pool"]),
      "without POOLHOUSE_MASTER_KEY",
      "needs the same key",
      "openssl rand -base64 32",
    );
  });
});

test.each([
  ["POOLHOUSE_MASTER_KEY", "hunter2"],
  ["POOLHOUSE_MASTER_KEY", `${key.toString("hex")},hunter2`],
  ["POOLHOUSE_SECRET_ACCESS_KEY", "hunter2"],
  ["POOLHOUSE_CUSTOM_SENDER_KEY", "hunter2"],
  ["POOLHOUSE_CUSTOM_SENDER_KEY", `${key.toString("base64")}hunter2`],
  ["POOLHOUSE_DATABASE_URL", "postgres://joe:hunter2@db/pool"],
  ["POOLHOUSE_DATABASE_URL", "postgres://joe:hunter2@db"],
  ["POOLHOUSE_DATABASE_URL", "mysql://joe:hunter2@db/pool"],
  ["POOLHOUSE_PUBLIC_URL", "https://joe:hunter2@id.example.com"],
  ["POOLHOUSE_PUBLIC_URL", "https://joe:hunter2/\n@id.example.com"],
  ["POOLHOUSE_PUBLIC_URL", "joe:hunter2@id.example.com"],
  ["POOLHOUSE_SMS_WEBHOOK_URL", "http://sms.example.com/send?token=hunter2"],
  ["POOLHOUSE_OTLP_ENDPOINT", "https://collector.example.com/?key=hunter2"],
])("TK-15: an error about %s does not repeat the secret in it", (name, value) => {
  const act = () => config([], { [name]: value });
  expectRefusal(act, name, "", "");
  expect(act).not.toThrow("hunter2");
});

function config(args: string[] = [], poolhouse: Record<string, string> = {}) {
  return parseConfig(args, { poolhouse, threadPoolSize: undefined, noColor: false });
}

function expectRefusal(act: () => unknown, what: string, why: string, cure: string): void {
  expect(act).toThrow(ConfigError);
  expect(act).toThrow(
    expect.objectContaining({
      what: expect.stringContaining(what),
      why: expect.stringContaining(why),
      cure: expect.stringContaining(cure),
      message: expect.stringMatching(/^.+\n.+\n.+$/),
    }),
  );
}

/**
 * A whole server for a story: its own data folder, a free port, a clock the test holds, and the AWS SDK signed in with
 * an admin key. Stories speak to it over the network only.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { inject, onTestFinished } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import type { Log, World } from "../../src/core/ports.ts";
import { createLog } from "../../src/log/pino.ts";
import { startServer } from "../../src/server.ts";
import { findPostgres, type TestDatabase } from "../postgres/databases.ts";
import { createHandClock, type HandClock } from "./clock.ts";
import { freePort } from "./free-port.ts";

export interface TestServer {
  readonly url: string;
  /** Where its figures are, with `--metrics-port`. */
  readonly metricsUrl: string | undefined;
  readonly clock: HandClock;
  readonly dataFolder: string;
  /** The inside, only for what no door offers: the passing of an hour, a code without a browser. */
  readonly world: World;
  /** Signed with an admin key. */
  readonly admin: CognitoIdentityProviderClient;
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Moves the server's clock, and the clock the SDK signs with. */
  advance(seconds: number): void;
  /** Sends the messages that are due by that clock, and resolves when none is any more. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export const region = "us-east-1";

const accessKey = {
  accessKeyId: "AKIATESTTESTTESTTEST",
  secretAccessKey: "test-secret-access-key-of-forty-letters",
};

/** The same on every node of a database. */
const masterKey = "5a".repeat(32);

/**
 * Closed by the caller: `beforeAll(startTestServer)` style. `env` is for settings that have no flag. The stories that the
 * project "postgres" runs once more get a database of their own there.
 */
export async function startTestServer(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  log: Log = createLog("error"),
): Promise<TestServer> {
  const settings = { args, env, log };
  if (inject("storage") !== "PostgreSQL") return startOn(undefined, settings);
  const database = await requirePostgres();
  const server = await startOn(database, settings);
  return { ...server, close: () => server.close().finally(() => database.drop()) };
}

export interface TestNodes {
  readonly nodes: readonly TestServer[];
  close(): Promise<void>;
}

/** Several servers on one PostgreSQL database, each with a clock of its own that stands at the same time. Closed by the caller. */
export async function startTestNodes(count: number): Promise<TestNodes> {
  const database = await requirePostgres();
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  // As behind a balancer: one address for the world, and one for each node.
  const publicUrl = ["--public-url", `http://localhost:${ports[0]}`];
  const nodes = await Promise.all(
    ports.map((port) =>
      startOn(database, {
        args: ["--port", `${port}`, ...publicUrl],
        env: {},
        log: createLog("error"),
        address: `http://localhost:${port}`,
      }),
    ),
  );
  return { nodes, close: () => closeAll(nodes).finally(() => database.drop()) };
}

async function closeAll(nodes: readonly TestServer[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.close()));
}

async function requirePostgres(): Promise<TestDatabase> {
  const postgres = await findPostgres(18);
  if (postgres === undefined) throw new Error("PostgreSQL cannot run here.");
  return postgres.create();
}

interface TestSettings {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly log: Log;
  /** Where it is reached, when that is not its public URL. */
  readonly address?: string;
}

async function startOn(
  database: TestDatabase | undefined,
  { args, env, log, address }: TestSettings,
): Promise<TestServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), "poolhouse-test-"));
  const clock = createHandClock();
  const config = parseConfig(["--port", "0", "--data", dataFolder, ...args], {
    poolhouse: {
      POOLHOUSE_ACCESS_KEY_ID: accessKey.accessKeyId,
      POOLHOUSE_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
      ...(database !== undefined && {
        POOLHOUSE_DATABASE_URL: database.url,
        POOLHOUSE_MASTER_KEY: masterKey,
      }),
      ...env,
    },
    threadPoolSize: undefined,
    noColor: true,
  });
  // Whoever sets quotas holds the time that they are measured by.
  const monotonic = args.includes("--quotas") ? { monotonic: clock.now } : {};
  const server = await startServer(config, { clock, log, ...monotonic });
  const url = address ?? server.url;
  const admin = new CognitoIdentityProviderClient({
    endpoint: url,
    region,
    credentials: accessKey,
    maxAttempts: 1,
  });
  signByClock(admin, clock);
  return {
    url,
    metricsUrl: server.metricsUrl,
    clock,
    dataFolder,
    world: server.world,
    admin,
    accessKey,
    advance: (seconds) => clock.advance(seconds),
    drain: () => server.outbox.drain(),
    async close() {
      admin.destroy();
      await server.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The SDK would follow the Date header of the last answer, which is the machine's own time. */
function signByClock(admin: CognitoIdentityProviderClient, clock: HandClock): void {
  Object.defineProperty(admin.config, "systemClockOffset", {
    get: () => clock.now() - Date.now(),
    set: () => undefined,
  });
}

/** For one test alone. */
export async function testServer(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const server = await startTestServer(args, env);
  onTestFinished(() => server.close());
  return server;
}

/**
 * A whole server for a story: its own data folder, a free port, a clock the test holds, and the AWS SDK signed in with
 * an admin key. Stories speak to it over the network only.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { onTestFinished } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import type { World } from "../../src/core/ports.ts";
import { createLog } from "../../src/log/pino.ts";
import { startServer } from "../../src/server.ts";
import { createHandClock, type HandClock } from "./clock.ts";

export interface TestServer {
  readonly url: string;
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

/** Closed by the caller: `beforeAll(startTestServer)` style. `env` is for settings that have no flag. */
export async function startTestServer(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), "poolhouse-test-"));
  const clock = createHandClock();
  const config = parseConfig(["--port", "0", "--data", dataFolder, ...args], {
    poolhouse: {
      POOLHOUSE_ACCESS_KEY_ID: accessKey.accessKeyId,
      POOLHOUSE_SECRET_ACCESS_KEY: accessKey.secretAccessKey,
      ...env,
    },
    threadPoolSize: undefined,
    noColor: true,
  });
  const server = await startServer(config, { clock, log: createLog("error") });
  const admin = new CognitoIdentityProviderClient({
    endpoint: server.url,
    region,
    credentials: accessKey,
    maxAttempts: 1,
  });
  signByClock(admin, clock);
  return {
    url: server.url,
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

/** What the kill test plays with: a server process, a pool, a person, and a client for each way to keep refresh tokens. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type Browser, createBrowser } from "../support/browser.ts";
import { type StartedCli, startCli } from "../support/cli.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  type TestClient,
  type TestPerson,
} from "../support/pool.ts";
import { region } from "../support/server.ts";

export interface KillStage {
  readonly poolId: string;
  readonly person: TestPerson;
  /** Without rotation: a refresh token is good until its family ends. */
  readonly plain: TestClient;
  /** A spent token may be tried again within a minute, and brings the same successor. */
  readonly patient: TestClient;
  /** A spent token ends its family. */
  readonly strict: TestClient;
}

export interface KillServer {
  readonly url: string;
  readonly admin: CognitoIdentityProviderClient;
  readonly cli: StartedCli;
  readonly isKilled: () => boolean;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

const credentials = {
  accessKeyId: "AKIAKILLKILLKILLKILL",
  secretAccessKey: "test-secret-access-key-of-forty-letters",
};

/** The compiled server as a process of its own. */
export async function startKillServer(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<KillServer> {
  const cli: StartedCli = await startCli(["--data", dataFolder], {
    ...env,
    POOLHOUSE_ACCESS_KEY_ID: credentials.accessKeyId,
    POOLHOUSE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  let isKilled = false;
  return {
    url: cli.url,
    admin: new CognitoIdentityProviderClient({ endpoint: cli.url, region, credentials, maxAttempts: 1 }),
    cli,
    isKilled: () => isKilled,
    async kill() {
      isKilled = true;
      cli.signal("SIGKILL");
      await cli.exited;
    },
  };
}

export async function setKillStage({ admin }: KillServer): Promise<KillStage> {
  const poolId = await createPool({ admin });
  const person = await createPerson({ admin }, poolId, "ada");
  const client = (seconds?: number) =>
    createClient({ admin }, poolId, {
      ...codeClient,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      ...(seconds !== undefined && {
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: seconds },
      }),
    });
  return { poolId, person, plain: await client(), patient: await client(60), strict: await client(0) };
}

/** Every start has a port of its own; a browser that knew the server before keeps its cookies. */
export function browserAt({ url }: KillServer, before?: Browser): Browser {
  const browser = createBrowser(url);
  for (const [name, value] of before?.cookies ?? []) browser.cookies.set(name, value);
  return browser;
}

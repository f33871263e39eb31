/**
 * HT-06: a rolling restart as people have it: two servers on one database, a balancer that asks both whether they are ready, and clients that
 * keep their connections. Whichever server stops, and however many workers it has, no request fails.
 */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findPostgres } from "./postgres/databases.ts";
import { createBalancer } from "./stop/balancer.ts";
import { buildCli, type StartedCli, startCli } from "./support/cli.ts";
import { freePort } from "./support/free-port.ts";
import { createApi, createClient, createPool, machineClient } from "./support/pool.ts";

const postgres = await findPostgres(18);
const credentials = {
  accessKeyId: "AKIATESTTESTTESTTEST",
  secretAccessKey: "test-secret-access-key-of-forty-letters",
};

describe.skipIf(postgres === undefined)("HT-06: two servers behind a balancer", () => {
  beforeAll(buildCli);

  async function startServers(args: readonly string[]): Promise<() => Promise<StartedCli>> {
    // Skipped without it.
    const database = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => database.drop());
    const env = {
      POOLHOUSE_DATABASE_URL: database.url,
      POOLHOUSE_MASTER_KEY: "5a".repeat(32),
      POOLHOUSE_ACCESS_KEY_ID: credentials.accessKeyId,
      POOLHOUSE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      POOLHOUSE_PUBLIC_URL: "https://id.example.com",
    };
    return async () => {
      const port = await freePort();
      const server = await startCli(["--port", `${port}`, "--json", "--drain-time", "1", ...args], env);
      return { ...server, url: `http://127.0.0.1:${port}` };
    };
  }

  test.each([1, 2])(
    "no request fails while one after the other is replaced, with %i workers each",
    async (workers) => {
      const start = await startServers(["--workers", `${workers}`]);
      const first = await start();
      const admin = new CognitoIdentityProviderClient({
        endpoint: first.url,
        region: "us-east-1",
        credentials,
      });
      onTestFinished(() => admin.destroy());
      const UserPoolId = await createPool({ admin });
      await createApi({ admin }, UserPoolId);
      const client = await createClient({ admin }, UserPoolId, machineClient);
      const balancer = createBalancer(client, [first.url, (await start()).url]);
      const load = balancer.load(8);
      const more = async (): Promise<void> => {
        const before = load.answered();
        await expect.poll(() => load.answered(), { timeout: 60_000 }).toBeGreaterThan(before + 100);
      };
      await more();
      const third = await start();
      balancer.add(third.url);
      first.signal("SIGTERM");
      expect(await first.exited).toBe(0);
      await more();
      const { statuses, servedBy } = await load.end();
      expect(Object.fromEntries(statuses)).toEqual({ 200: expect.any(Number) });
      expect(servedBy).toContain(first.url);
      expect(servedBy).toContain(third.url);
    },
  );
});

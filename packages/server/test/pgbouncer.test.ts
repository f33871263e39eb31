/** Behind pgbouncer in transaction mode, where every transaction may get another connection: two servers, one database. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AdminUserGlobalSignOutCommand } from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { findPostgres, type TestDatabase } from "./postgres/databases.ts";
import { freePort } from "./support/free-port.ts";
import { refresh } from "./support/oauth.ts";
import { codeClient, createClient, createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { issueCode, redeem, signInByPassword } from "./support/sign-in.ts";

const postgres = await findPostgres(18);

/** Fewer than either server would like to have, so that they take turns. */
const connectionsToDatabase = 4;

describe.skipIf(postgres === undefined || !hasPgbouncer())("behind pgbouncer", () => {
  let one: TestServer;
  let two: TestServer;

  beforeAll(async () => {
    const database = await (postgres as NonNullable<typeof postgres>).create();
    const pooler = await startPgbouncer(database);
    const url = `postgres://postgres@127.0.0.1:${pooler.port}/${database.server.database}?pgbouncer=true&sslmode=disable`;
    const env = { POOLHOUSE_DATABASE_URL: url, POOLHOUSE_MASTER_KEY: "5a".repeat(32) };
    one = await startTestServer([], env);
    two = await startTestServer([], env);
    return async () => {
      await Promise.all([one.close(), two.close()]);
      await pooler.stop();
      await database.drop();
    };
  }, 60_000);

  test("what one of them did holds on the other, and nothing is good twice", async () => {
    const poolId = await createPool(one);
    const client = await createClient(one, poolId, {
      ...codeClient,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    });
    const ada = await createPerson(one, poolId, "ada");
    const tokens = await Promise.all(
      Array.from({ length: 12 }, (_, index) => signInByPassword(index % 2 === 0 ? one : two, client, ada)),
    );
    expect(new Set(tokens.map(({ refreshToken }) => refreshToken)).size).toBe(12);

    const code = await issueCode(one, { poolId, client, person: ada });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => redeem(index % 2 === 0 ? one : two, client, code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);

    const [first] = tokens;
    expect((await refresh(two, client, first?.refreshToken ?? "")).status).toBe(200);
    await one.admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: "ada" }));
    for (const { refreshToken } of tokens) {
      expect((await refresh(two, client, refreshToken)).body.error).toBe("invalid_grant");
    }
  });

  test("goes on when the pooler is restarted", async () => {
    const database = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => database.drop());
    const port = await freePort();
    let pooler = await startPgbouncer(database, port);
    onTestFinished(() => pooler.stop());
    const url = `postgres://postgres@127.0.0.1:${port}/${database.server.database}?pgbouncer=true&sslmode=disable`;
    const server = await startTestServer([], {
      POOLHOUSE_DATABASE_URL: url,
      POOLHOUSE_MASTER_KEY: "5a".repeat(32),
    });
    onTestFinished(() => server.close());
    const poolId = await createPool(server);
    await pooler.stop();
    const during = createPerson(server, poolId, "bea");
    pooler = await startPgbouncer(database, port);
    expect(await during).toMatchObject({ username: "bea" });
  });
});

function hasPgbouncer(): boolean {
  try {
    execFileSync("pgbouncer", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("NOT RUN behind pgbouncer: it is not here (apt-get install pgbouncer)\n");
    return false;
  }
}

interface Pooler {
  readonly port: number;
  stop(): Promise<void>;
}

async function startPgbouncer({ server }: TestDatabase, given?: number): Promise<Pooler> {
  const [host] = server.hosts;
  const port = given ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-pgbouncer-"));
  const file = join(folder, "pgbouncer.ini");
  const settings = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    pool_mode: "transaction",
    default_pool_size: connectionsToDatabase,
    auth_type: "any",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const database = `${server.database} = host=127.0.0.1 port=${host?.port} user=${server.user} dbname=${server.database}`;
  writeFileSync(file, ["[databases]", database, "[pgbouncer]", ...lines, ""].join("\n"), { mode: 0o644 });
  execFileSync("chmod", ["755", folder]);
  // It refuses to be root.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const pooler = spawn("pgbouncer", [...user, file], { stdio: ["ignore", "ignore", "pipe"] });
  await untilListening(pooler, port);
  return {
    port,
    async stop() {
      if (pooler.exitCode === null && pooler.signalCode === null) {
        const gone = once(pooler, "exit");
        pooler.kill("SIGTERM");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(pooler: ChildProcess, port: number): Promise<void> {
  let said = "";
  pooler.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  for (;;) {
    if (pooler.exitCode !== null) throw new Error(`pgbouncer ended with ${pooler.exitCode}:\n${said}`);
    const socket = connect(port, "127.0.0.1");
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await pause(50);
  }
}

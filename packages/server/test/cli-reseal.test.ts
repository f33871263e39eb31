/** From one master key to another: what the old one sealed is sealed anew, and the old one can be taken away. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type KillServer, startKillServer } from "./kill/kill-server.ts";
import { findPostgres } from "./postgres/databases.ts";
import { buildCli, freshFolder, poolhouse, startCli } from "./support/cli.ts";
import { refresh } from "./support/oauth.ts";
import { codeClient, createClient, createPerson, createPool, type TestClient } from "./support/pool.ts";
import { signInByPassword } from "./support/sign-in.ts";

beforeAll(buildCli);

const postgres = await findPostgres(18);
const oldKey = "5a".repeat(32);
const newKey = "6b".repeat(32);

async function stop({ cli }: KillServer): Promise<void> {
  expect(await cli.stop()).toBe(0);
}

async function stageOn(server: KillServer) {
  const poolId = await createPool(server);
  const client = await createClient(server, poolId, {
    ...codeClient,
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  return { poolId, client, person: await createPerson(server, poolId, "ada") };
}

async function keySetOf({ url }: KillServer, poolId: string): Promise<string> {
  return (await fetch(`${url}/${poolId}/.well-known/jwks.json`)).text();
}

async function refreshStatus(server: KillServer, client: TestClient, refreshToken: string): Promise<number> {
  return (await refresh(server, client, refreshToken)).status;
}

test("on SQLite the old key is taken away between two starts, and people and apps notice nothing but the end of its refresh tokens", async () => {
  const data = freshFolder();
  const keys = (...lines: string[]) => writeFileSync(join(data, "master.key"), `${lines.join("\n")}\n`);
  keys(oldKey);
  const before = await startKillServer(data);
  const { poolId, client, person } = await stageOn(before);
  const ofOldKey = await signInByPassword(before, client, person);
  const keySet = await keySetOf(before, poolId);
  const besideServer = await reseal(data);
  expect([besideServer.code, besideServer.stderr]).toEqual([
    1,
    expect.stringContaining("Stop the other server"),
  ]);
  await stop(before);

  keys(newKey, oldKey);
  const between = await startKillServer(data);
  expect(await refreshStatus(between, client, ofOldKey.refreshToken)).toBe(200);
  const ofNewKey = await signInByPassword(between, client, person);
  await stop(between);
  const advice = (await poolhouse(["doctor", "--data", data])).stdout;
  expect(advice).toMatch(/The data is under master key ([\da-f]{8}), .* To take \1 away: poolhouse reseal\./);
  const counted = await reseal(data, "--check");
  expect([counted.code, counted.stdout]).toEqual([
    0,
    expect.stringMatching(/The data still needs [\da-f]{8}\./),
  ]);
  const oldId = /needs ([\da-f]{8})\./.exec(counted.stdout)?.[1] ?? "";
  const file = () => readFileSync(join(data, "poolhouse.sqlite"));
  expect(file().includes(`v1.${oldId}.`)).toBe(true);
  const done = await reseal(data);
  // Nor is it in what SQLite has not overwritten yet.
  expect(file().includes(`v1.${oldId}.`)).toBe(false);
  expect([done.code, done.stderr]).toEqual([0, ""]);
  expect(done.stdout).toMatch(
    /^The master key is [\da-f]{8}\.\nSecrets +Stored +Sealed anew\nsigning keys +2 +2\n/,
  );
  expect(done.stdout).toMatch(
    /The data does not need [\da-f]{8} any more: take it away, and restart every server\.\n$/,
  );

  keys(newKey);
  const after = await startKillServer(data);
  expect(await keySetOf(after, poolId)).toBe(keySet);
  expect((await signInByPassword(after, client, person)).accessToken).not.toBe("");
  expect(await refreshStatus(after, client, ofNewKey.refreshToken)).toBe(200);
  expect(await refreshStatus(after, client, ofOldKey.refreshToken)).toBe(400);
  await stop(after);
  const audit = await poolhouse(["audit", "verify", "--data", data]);
  expect([audit.code, audit.stdout]).toEqual([0, expect.stringContaining("Everything is as it was written")]);
  const doctor = await poolhouse(["doctor", "--data", data]);
  expect(doctor.stdout).toContain("The signing keys open and fit their public halves, all 2.");
  expect(`${done.stdout}${counted.stdout}${doctor.stdout}`).not.toContain(newKey);

  keys(oldKey);
  await expect(startCli(["--data", data])).rejects.toThrow("The master key cannot be used.");
  expect(readFileSync(join(data, "master.key"), "utf8")).toBe(`${oldKey}\n`);
});

test("while a backup reads the file, it is not said that nothing of the old key is left in it", async () => {
  const data = freshFolder();
  writeFileSync(join(data, "master.key"), `${oldKey}\n`);
  const server = await startKillServer(data);
  await stageOn(server);
  await stop(server);
  writeFileSync(join(data, "master.key"), `${newKey}\n${oldKey}\n`);
  const file = join(data, "poolhouse.sqlite");
  const reader = new DatabaseSync(file, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT * FROM pools").all();
  const beside = await reseal(data);
  expect([beside.code, beside.stdout]).toEqual([1, ""]);
  expect(beside.stderr).toContain("what the old key sealed is still in the file");
  expect(beside.stderr).toContain("another program reads");
  reader.close();

  const done = await reseal(data);
  expect([done.code, done.stderr]).toEqual([0, ""]);
  const [, oldId = ""] = /does not need ([\da-f]{8})/.exec(done.stdout) ?? [];
  expect(readFileSync(file).includes(`v1.${oldId}.`)).toBe(false);
});

test("nothing is done without data, and words that are not known are named", async () => {
  const data = freshFolder();
  expect((await reseal(data)).stderr).toContain("There is no Poolhouse data");
  expect((await reseal(data, "--all")).code).toBe(2);
  expect((await poolhouse(["reseal", "--help"])).stdout).toContain("poolhouse reseal [flags]");
});

describe.skipIf(postgres === undefined)("on PostgreSQL", () => {
  test("servers go on through all of it, one after another, and write nothing of the old key back", async () => {
    // Skipped without it.
    const database = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => database.drop());
    const data = freshFolder();
    const env = (...keys: string[]) => ({
      POOLHOUSE_DATABASE_URL: database.url,
      POOLHOUSE_MASTER_KEY: keys.join(","),
    });
    const start = (...keys: string[]) => startKillServer(data, env(...keys));
    const first = await start(oldKey);
    const { poolId, client, person } = await stageOn(first);
    // Both know the new key before one of them seals under it.
    const second = await start(oldKey, newKey);
    await stop(first);
    const third = await start(newKey, oldKey);
    for (const [one, other] of [
      [second, third],
      [third, second],
    ] as const) {
      const { refreshToken } = await signInByPassword(one, client, person);
      expect(await refreshStatus(other, client, refreshToken)).toBe(200);
    }
    await stop(second);
    const secretOf = async (server: KillServer) => {
      const asked = new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: client.clientId });
      return (await server.admin.send(asked)).UserPoolClient?.ClientSecret;
    };
    expect(await secretOf(third)).toBe(client.clientSecret);

    const done = await poolhouse(["reseal", "--json"], { env: env(newKey, oldKey) });
    expect([done.code, done.stderr]).toEqual([0, ""]);
    expect(JSON.parse(done.stdout)).toMatchObject({
      secrets: { clients: { all: 1, sealedAnew: 1 } },
      notOpened: [],
    });
    const change = { UserPoolId: poolId, ClientId: client.clientId, ClientName: "Renamed" };
    await third.admin.send(
      new UpdateUserPoolClientCommand({ ...change, ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
    );
    const fourth = await start(newKey);
    await stop(third);
    expect(await secretOf(fourth)).toBe(client.clientSecret);
    expect((await signInByPassword(fourth, client, person)).idToken).not.toBe("");
  });
});

function reseal(data: string, ...args: string[]) {
  return poolhouse(["reseal", "--data", data, ...args]);
}

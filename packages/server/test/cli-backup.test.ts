/** Backups beside a server under load, and what becomes of sign-ins when one is restored. */
import {
  chownSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  DeleteUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkLedger } from "../../../reliability/kill/check.ts";
import { countOf, emptyLedger, turnsOf, type Work } from "../../../reliability/kill/load.ts";
import { browserAt, setKillStage } from "../../../reliability/kill/stage.ts";
import { type KillServer, startKillServer } from "./kill/kill-server.ts";
import { findPostgres } from "./postgres/databases.ts";
import { buildCli, freshFolder, poolhouse, startCli } from "./support/cli.ts";
import { authorizePath } from "./support/hosted.ts";
import { askRevoke, askUserInfo, refresh } from "./support/oauth.ts";
import { codeClient, createClient, type TestClient } from "./support/pool.ts";
import { signInByPassword } from "./support/sign-in.ts";

beforeAll(buildCli);

const postgres = await findPostgres(18);

test("RT-11 a backup under load holds all that was acknowledged before it, and is one private file", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  const work = await begin(server);
  let isOver = false;
  const loads = turnsOf(work).map(async (turn) => {
    while (!isOver) await turn();
  });
  await expect.poll(() => countOf(work.ledger), { timeout: 60_000 }).toBeGreaterThan(30);
  // Rotations go on, and a token that was spent since would end its family: only what does not change is looked for.
  const before = { ...emptyLedger(), people: [...work.ledger.people], families: [...work.ledger.families] };
  const file = join(freshFolder(), "first.backup");
  const taken = await backup(data, file);
  isOver = true;
  await Promise.all(loads);
  expect([taken.code, taken.stderr]).toEqual([0, ""]);
  expect(taken.stdout).toContain("The master key is not in it");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(file, ".."))).toEqual(["first.backup"]);
  expect(readFileSync(file).includes(readFileSync(join(data, "master.key"), "utf8").trim())).toBe(false);
  expect((await backup(data, file)).stderr).toContain("exists already");
  const nowhere = join(file, "..", "not-mounted");
  expect((await backup(data, join(nowhere, "second.backup"))).stderr).toBe(
    `The backup cannot be written to ${nowhere}.\nThere is no such folder.\nMake it, or mount it, or give another file: --to <file>.\n`,
  );

  const other = freshFolder();
  copyFileSync(join(data, "master.key"), join(other, "master.key"));
  const restored = await restore(file, other, "--keep-sessions");
  expect([restored.code, restored.stderr]).toEqual([0, ""]);
  const copy = await startKillServer(other);
  expect(await checkLedger({ server: copy, stage: work.stage }, before)).toEqual({ lost: [], twice: [] });
});

test("RT-11 RV-02 revoked after the backup stays revoked after a restore; who was not revoked stays signed in", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  const { stage } = await begin(server);
  const { plain, person, poolId } = stage;
  const rotating = await createClient(server, poolId, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
  });
  const revoked = await signInByPassword(server, plain, person);
  const alive = await signInByPassword(server, plain, person);
  const rotated = await signInByPassword(server, rotating, person);
  const file = join(freshFolder(), "b");
  await backup(data, file);
  expect((await askRevoke(server, plain, { token: revoked.refreshToken })).status).toBe(200);
  const next = (await refresh(server, rotating, rotated.refreshToken)).body.refresh_token ?? "";
  const later = await signInByPassword(server, plain, person);

  expect((await restore(file, data, "--replace")).stderr).toContain("Another Poolhouse server is using");
  await server.kill();
  expect((await restore(file, data)).stderr).toContain("--replace");
  const distrusted = freshFolder();
  for (const name of readdirSync(data)) copyFileSync(join(data, name), join(distrusted, name));
  const all = JSON.parse((await restore(file, distrusted, "--replace", "--end-sessions", "--json")).stdout);
  expect(all.sessions).toMatchObject({ isVouchedFor: false, kept: 0, ended: 3 });

  const restored = await restore(file, data, "--replace", "--json");
  expect([restored.code, restored.stderr]).toEqual([0, ""]);
  const { sessions, aside } = JSON.parse(restored.stdout);
  expect(sessions).toMatchObject({ isVouchedFor: true, kept: 2, ended: 1 });
  expect(existsSync(join(data, aside))).toBe(true);

  const again = await startKillServer(data);
  const ask = async (token: string, client = plain) => (await refresh(again, client, token)).status;
  expect(await ask(revoked.refreshToken)).toBe(400);
  expect((await askUserInfo(again, revoked.accessToken)).status).toBe(401);
  expect(await ask(alive.refreshToken)).toBe(200);
  // Made after the backup: the database does not know it.
  expect(await ask(later.refreshToken)).toBe(400);
  // The newer generation is the good one, and the older is a reuse.
  expect(await ask(next, rotating)).toBe(200);
  expect(await ask(rotated.refreshToken, rotating)).toBe(400);
});

test("RT-11 RV-02 sign-ins of an app that was deleted after the backup do not come back with it", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  const { stage } = await begin(server);
  const { plain, person, poolId } = stage;
  const ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] = ["ALLOW_USER_PASSWORD_AUTH"];
  const deleted = await createClient(server, poolId, { ...codeClient, ExplicitAuthFlows });
  const [lost, kept] = [
    await signInByPassword(server, deleted, person),
    await signInByPassword(server, plain, person),
  ];
  const file = join(freshFolder(), "b");
  await backup(data, file);
  await server.admin.send(
    new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: deleted.clientId }),
  );
  expect((await refresh(server, deleted, lost.refreshToken)).body.error).toBe("invalid_client");
  await server.kill();

  const restored = await restore(file, data, "--replace", "--json");
  expect(JSON.parse(restored.stdout).sessions).toMatchObject({ isVouchedFor: true, ended: 1 });
  const again = await startKillServer(data);
  expect((await refresh(again, plain, kept.refreshToken)).status).toBe(200);
  // The app is there again, as everything is that was deleted since; nobody is signed in to it.
  expect((await refresh(again, deleted, lost.refreshToken)).body.error).toBe("invalid_grant");
  expect((await signInByPassword(again, deleted, person)).refreshToken).not.toBe("");
});

test("RT-11 RV-02 what was there vouches for a backup from before the master key was replaced, and only under a key that is given", async () => {
  const [oldKey, newKey, newerKey] = ["5a".repeat(32), "6b".repeat(32), "7c".repeat(32)] as const;
  const data = freshFolder();
  const keys = (...lines: string[]) => writeFileSync(join(data, "master.key"), `${lines.join("\n")}\n`);
  keys(oldKey);
  const server = await startKillServer(data);
  const { stage } = await begin(server);
  const { plain, person } = stage;
  const [revoked, kept] = [
    await signInByPassword(server, plain, person),
    await signInByPassword(server, plain, person),
  ];
  const file = join(freshFolder(), "b");
  await backup(data, file);
  expect((await askRevoke(server, plain, { token: revoked.refreshToken })).status).toBe(200);
  await server.kill();
  for (const [current, other] of [
    [newKey, oldKey],
    [newerKey, newKey],
  ] as const) {
    keys(current, other);
    expect((await poolhouse(["reseal", "--data", data])).code).toBe(0);
  }
  const resealed = readFileSync(join(data, "poolhouse.sqlite"));

  const sessionsOf = async () =>
    JSON.parse((await restore(file, data, "--replace", "--json")).stdout).sessions;
  keys(oldKey);
  expect(await sessionsOf()).toMatchObject({ isVouchedFor: false, kept: 0 });
  writeFileSync(join(data, "poolhouse.sqlite"), resealed);
  keys(newerKey, oldKey);
  expect(await sessionsOf()).toMatchObject({ isVouchedFor: true });
  const again = await startKillServer(data);
  expect((await refresh(again, plain, kept.refreshToken)).status).toBe(200);
  expect((await refresh(again, plain, revoked.refreshToken)).body.error).toBe("invalid_grant");
});

test("RT-11 RV-02 without a database that can tell, every sign-in ends: tokens are refused, people sign in again", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  const { stage } = await begin(server);
  const { plain, person } = stage;
  const signedIn = await signInByPassword(server, plain, person);
  // Good, and without the scope for this.
  expect((await askUserInfo(server, signedIn.accessToken)).status).toBe(403);
  const session = await beginWithTemporaryPassword(server, stage);
  const file = join(freshFolder(), "b");
  const taken = await poolhouse(["backup", "--data", data, "--to", file, "--with-master-key", "--json"]);
  expect(JSON.parse(taken.stdout).keyFile).toBe(`${file}.key`);
  expect(statSync(`${file}.key`).mode & 0o777).toBe(0o600);
  await setNewPassword(server, plain, session);
  await server.kill();
  truncateSync(join(data, "poolhouse.sqlite"), 5000);
  rmSync(join(data, "poolhouse.sqlite-wal"));
  rmSync(join(data, "master.key"));
  const restored = await restore(file, data, "--replace");
  expect([restored.code, restored.stderr]).toEqual([0, ""]);
  expect(restored.stdout).toMatch(/All \d+ sign-ins have ended/);

  const again = await startKillServer(data);
  expect((await refresh(again, plain, signedIn.refreshToken)).body.error).toBe("invalid_grant");
  expect((await askUserInfo(again, signedIn.accessToken)).status).toBe(401);
  expect((await signInByPassword(again, plain, person)).refreshToken).not.toBe("");
  // The session was answered after the backup, which does not know it.
  await expect(setNewPassword(again, plain, session)).rejects.toMatchObject({
    name: "NotAuthorizedException",
  });
});

test.skipIf(process.getuid?.() !== 0)("what root restores belongs to whom the folder belongs", async () => {
  const data = freshFolder();
  await (await startCli(["--data", data])).stop();
  const file = join(freshFolder(), "some.backup");
  expect((await poolhouse(["backup", "--data", data, "--to", file, "--with-master-key"])).code).toBe(0);
  const service = freshFolder();
  chownSync(service, 65_534, 65_534);
  expect((await restore(file, service)).code).toBe(0);
  const restored = ["poolhouse.sqlite", "poolhouse.lock", "master.key"];
  const owners = restored.map((name) => statSync(join(service, name)).uid);
  expect(owners).toEqual([65_534, 65_534, 65_534]);
});

test("what is no whole backup, or has another key, changes nothing", async () => {
  const data = freshFolder();
  const server = await startKillServer(data);
  await begin(server);
  const file = join(freshFolder(), "b");
  await backup(data, file);
  await server.kill();
  const bytes = readFileSync(file);
  const before = readFileSync(join(data, "poolhouse.sqlite"));
  const spoiled = (name: string, content: Buffer | string) => {
    writeFileSync(join(file, "..", name), content);
    return join(file, "..", name);
  };
  const torn = Buffer.from(bytes);
  torn.fill(0xff, 4096 * 3, 4096 * 6);
  const cases = [
    [spoiled("cut", bytes.subarray(0, bytes.length / 2)), "damaged"],
    [spoiled("torn", torn), "damaged"],
    [spoiled("text", "this is no database ".repeat(999)), "not a database"],
    [spoiled("empty", ""), "no such table"],
    [join(file, "..", "nowhere"), "There is no"],
  ] as const;
  for (const [wrong, words] of cases) {
    const { code, stderr } = await restore(wrong, data, "--replace");
    expect([wrong, code, stderr]).toEqual([wrong, 1, expect.stringContaining(words)]);
  }
  const keyed = await poolhouse(["restore", file, "--data", data, "--replace"], {
    env: { POOLHOUSE_MASTER_KEY: "6b".repeat(32) },
  });
  expect([keyed.code, keyed.stderr]).toEqual([1, expect.stringContaining("The master key cannot be used.")]);
  expect(readFileSync(join(data, "poolhouse.sqlite")).equals(before)).toBe(true);
  const left = readdirSync(data).filter((name) => name.includes("restor") || name.includes("partial"));
  expect(left).toEqual([]);
});

describe.skipIf(postgres === undefined)("from PostgreSQL", () => {
  test("RT-11 the same file comes from PostgreSQL, and is the way back to a folder", async () => {
    const created = await (postgres as NonNullable<typeof postgres>).create();
    onTestFinished(() => created.drop());
    const data = freshFolder();
    const first = await startKillServer(data);
    const { stage } = await begin(first);
    const signedIn = await signInByPassword(first, stage.plain, stage.person);
    await first.kill();
    const env = {
      POOLHOUSE_DATABASE_URL: created.url,
      POOLHOUSE_MASTER_KEY: readFileSync(join(data, "master.key"), "utf8").trim(),
    };
    expect((await poolhouse(["migrate", "--data", data, "--to", created.url])).code).toBe(0);
    expect((await backup(data, join(data, "old"))).stderr).toContain("has moved to PostgreSQL");

    const second = await startKillServer(join(data, "none"), env);
    const later = await signInByPassword(second, stage.plain, stage.person);
    await askRevoke(second, stage.plain, { token: signedIn.refreshToken });
    await second.kill();
    const file = join(freshFolder(), "b");
    const taken = await poolhouse(["backup", "--to", file], { env });
    expect([taken.code, taken.stderr]).toEqual([0, ""]);
    const restored = await restore(file, data, "--replace", "--keep-sessions");
    expect([restored.code, restored.stderr]).toEqual([0, ""]);
    const third = await startKillServer(data);
    expect((await refresh(third, stage.plain, later.refreshToken)).status).toBe(200);
    expect((await refresh(third, stage.plain, signedIn.refreshToken)).status).toBe(400);
  });
});

/** Up to the question for a new one. */
async function beginWithTemporaryPassword(
  { admin }: KillServer,
  { poolId, plain }: Work["stage"],
): Promise<string> {
  const TemporaryPassword = "Correct-Horse-8";
  const person = { UserPoolId: poolId, Username: "bea", TemporaryPassword };
  await admin.send(new AdminCreateUserCommand({ ...person, MessageAction: "SUPPRESS" }));
  const asked = await admin.send(
    new InitiateAuthCommand({
      ClientId: plain.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "bea", PASSWORD: TemporaryPassword },
    }),
  );
  return asked.Session ?? "";
}

async function setNewPassword(
  { admin }: KillServer,
  { clientId }: TestClient,
  Session: string,
): Promise<void> {
  const ChallengeResponses = { USERNAME: "bea", NEW_PASSWORD: "Correct-Horse-9" };
  await admin.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses,
    }),
  );
}

function backup(data: string, file: string) {
  return poolhouse(["backup", "--data", data, "--to", file]);
}

function restore(file: string, data: string, ...flags: string[]) {
  return poolhouse(["restore", file, "--data", data, ...flags]);
}

async function begin(server: KillServer): Promise<Work> {
  const stage = await setKillStage(server);
  const browser = browserAt(server);
  const page = await browser.visit(authorizePath({ client: stage.plain }));
  const { username, password } = stage.person;
  await browser.submit(page, { username, password });
  return { server, stage, browser, ledger: emptyLedger(), round: 0 };
}

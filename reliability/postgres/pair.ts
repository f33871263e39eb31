/**
 * PostgreSQL with a synchronous standby: a commit is acknowledged when both have it. The primary can be killed and the standby promoted,
 * and then another standby grows where the dead one was, again and again.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import {
  binFolder,
  initDatabase,
  ownerOfCluster,
  untilReady,
} from "../../packages/server/test/postgres/cluster.ts";
import { freePort } from "../../packages/server/test/support/free-port.ts";

export interface PostgresPair {
  /** Names both hosts, in an order that never changes. */
  readonly url: string;
  /** `kill -9` to the primary and every process of it, as if its machine had lost power. */
  killPrimary(): Promise<void>;
  /** Resolves when the standby takes writes. */
  promoteStandby(): Promise<void>;
  /** A new standby in place of the one that was killed. Resolves when commits wait for it. */
  rebuildStandby(): Promise<void>;
}

interface Host {
  readonly name: string;
  readonly port: number;
  readonly data: string;
  postmaster?: ChildProcess;
  /** The end of its log. */
  log: string;
}

interface Place {
  readonly bin: string;
  readonly folder: string;
  readonly owner: { uid: number; gid: number } | undefined;
}

export async function startPair(stack: AsyncDisposableStack, folder: string): Promise<PostgresPair> {
  const place: Place = { bin: binFolder(18), folder: join(folder, "postgres"), owner: ownerOfCluster() };
  mkdirSync(place.folder);
  if (place.owner !== undefined) {
    chownSync(folder, place.owner.uid, place.owner.gid);
    chownSync(place.folder, place.owner.uid, place.owner.gid);
  }
  const host = async (name: string): Promise<Host> => ({
    name,
    port: await freePort(),
    data: join(place.folder, name),
    log: "",
  });
  let primary = await host("a");
  let standby = await host("b");
  const url = `postgres://postgres@127.0.0.1:${primary.port},127.0.0.1:${standby.port}/postgres`;
  initDatabase(place.bin, primary.data, { ...place.owner, cwd: place.folder });
  stack.defer(async () => {
    await Promise.all([primary, standby].map(killHost));
  });
  await startHost(place, primary);
  await growStandby(place, primary, standby);
  return {
    url,
    killPrimary: () => killHost(primary),
    async promoteStandby() {
      await ask(standby, "select pg_promote(true, 30)");
      [primary, standby] = [standby, primary];
    },
    rebuildStandby: () => growStandby(place, primary, standby),
  };
}

/** The low-level backup of the manual (§25.3.4): `pg_basebackup` does not come with npm's PostgreSQL. */
async function growStandby(place: Place, primary: Host, standby: Host): Promise<void> {
  rmSync(standby.data, { recursive: true, force: true });
  // Whatever is written meanwhile waits for nobody.
  await setSynchronous(primary, "");
  const client = await connect(primary);
  await client.query("select pg_backup_start('standby', true)");
  copyData(place, primary, standby);
  const { rows } = await client.query("select labelfile from pg_backup_stop(false)");
  await client.end();
  const own = (name: string, text: string) => writeOwned(place, join(standby.data, name), text);
  own("backup_label", String(rows[0]?.["labelfile"]));
  own("standby.signal", "");
  // What the primary was told to wait for is not the standby's to wait for, should it be promoted.
  own("postgresql.auto.conf", "");
  await startHost(place, standby, {
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres application_name=${standby.name}`,
  });
  await setSynchronous(primary, "*");
  while (!(await isSynchronous(primary))) await pause(20);
}

function copyData({ owner, folder }: Place, primary: Host, standby: Host): void {
  const excluded = [
    "./pg_wal/*",
    "./postmaster.*",
    "./pg_replslot/*",
    "./pg_stat_tmp/*",
    "*/pg_internal.init*",
  ];
  const flags = excluded.map((pattern) => `--exclude='${pattern}'`).join(" ");
  const { data } = standby;
  execFileSync(
    "sh",
    [
      "-c",
      `mkdir -m 700 '${data}' && tar -C '${primary.data}' ${flags} --warning=no-file-changed -cf - . | tar -C '${data}' -xf -`,
    ],
    { ...owner, cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
}

function writeOwned({ owner }: Place, file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  if (owner !== undefined) chownSync(file, owner.uid, owner.gid);
}

async function startHost(
  { bin, owner, folder }: Place,
  host: Host,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const settings = { ...usual, port: `${host.port}`, unix_socket_directories: folder, ...more };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  host.postmaster = spawn(join(bin, "postgres"), ["-D", host.data, ...flags], {
    ...owner,
    cwd: folder,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  host.postmaster.stderr?.setEncoding("utf8").on("data", (text: string) => {
    host.log = (host.log + text).slice(-4000);
  });
  await untilReady(host.postmaster);
}

/** Everything durable is on. */
const usual = {
  listen_addresses: "127.0.0.1",
  max_connections: "200",
  shared_buffers: "64MB",
  wal_level: "replica",
  hot_standby: "on",
  wal_keep_size: "256MB",
  synchronous_commit: "on",
};

/** Its processes lead groups of their own, so each is killed by itself; the first is gone before it could tell the others. */
async function killHost({ postmaster }: Host): Promise<void> {
  if (postmaster?.pid === undefined || postmaster.exitCode !== null || postmaster.signalCode !== null) return;
  const { pid } = postmaster;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean);
  const gone = once(postmaster, "close");
  for (const each of [pid, ...children.map(Number)]) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
  await gone;
}

async function setSynchronous(primary: Host, names: string): Promise<void> {
  await ask(primary, `alter system set synchronous_standby_names = '${names}'`);
  await ask(primary, "select pg_reload_conf()");
}

async function isSynchronous(primary: Host): Promise<boolean> {
  const rows = await ask(primary, "select 1 from pg_stat_replication where sync_state = 'sync'");
  const [setting] = await ask(primary, "show synchronous_standby_names");
  return rows.length > 0 && setting?.["synchronous_standby_names"] === "*";
}

async function ask(host: Host, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connect(host);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function connect({ name, port, log }: Host): Promise<Client> {
  const client = new Client({ host: "127.0.0.1", port, database: "postgres", user: "postgres" });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new Error(`PostgreSQL ${name} does not answer. Its log ends:\n${log}`, { cause });
  }
  return client;
}

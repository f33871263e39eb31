/** A development server of its own: the compiled program, a fresh data folder, a free port. */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../tools/launcher/process.mjs";
import { program } from "../tools/launcher/program.mjs";
import { type Child, start } from "./children.ts";

const mostTries = 300;
const betweenTriesMs = 100;

interface Poolhouse {
  readonly quickstartFile: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Answers the exit code of the tests, which get a folder that is gone afterwards. */
export async function againstPoolhouse(
  logFolder: string,
  runTests: (quickstartFile: string, folder: string) => Promise<number>,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-compat-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const server = await startPoolhouse(folder, logFolder);
  try {
    const code = await runTests(server.quickstartFile, folder);
    if (code !== 0) console.error(`What the server said is in ${server.logFile}`);
    return code;
  } finally {
    await server.stop();
  }
}

async function startPoolhouse(dataFolder: string, logFolder: string): Promise<Poolhouse> {
  mkdirSync(logFolder, { recursive: true });
  const logFile = join(logFolder, "server.log");
  const log = openSync(logFile, "w");
  const args = [...program(), "start", "--dev", "--port", "0", "--data", dataFolder];
  const server = start(process.execPath, args, {
    cwd: dataFolder,
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("POOLHOUSE_"))),
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const quickstartFile = join(dataFolder, "quickstart.json");
  if (!(await isReady(server, quickstartFile))) {
    throw new Failure(`The server did not become ready. What it said:\n${readFileSync(logFile, "utf8")}`);
  }
  return {
    quickstartFile,
    logFile,
    async stop() {
      server.end();
      await server.ended;
    },
  };
}

/** The file says where the server is, and the server says whether it can work. */
async function isReady(server: Child, quickstartFile: string): Promise<boolean> {
  for (let tries = 0; tries < mostTries && !server.hasEnded(); tries += 1) {
    if (await answersReady(quickstartFile)) return true;
    await wait(betweenTriesMs);
  }
  return false;
}

async function answersReady(quickstartFile: string): Promise<boolean> {
  try {
    const { endpoint }: { endpoint: string } = JSON.parse(readFileSync(quickstartFile, "utf8"));
    return (await fetch(`${endpoint}/health/ready`)).ok;
  } catch {
    return false;
  }
}

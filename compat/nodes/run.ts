/**
 * The kit, packed as npm gets it, under Node 20, 22, 24 and 26: plain JavaScript in `program/` speaks through it to the compiled
 * server. The first three come from npm, for Linux on x64 only; elsewhere they are skipped, and that is said.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../tools/launcher/process.mjs";
import { run } from "../children.ts";
import { startPoolhouse } from "../server.ts";
import { installApp, programs } from "./app.ts";
import { type Node, prepareNodes, storage } from "./nodes.ts";

/** Answers the exit code. The arguments are major versions; without any it runs them all. */
export async function runNodes(majors: readonly string[]): Promise<number> {
  const { nodes, skipped } = await prepareNodes(majors);
  if (skipped !== undefined) {
    if (process.env["CI"]) throw new Failure(`FAILED: ${skipped}. CI skips nothing.`);
    console.error(`SKIPPED: ${skipped}.`);
  }
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-nodes-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const app = await installApp(folder);
  const server = await startPoolhouse(folder, storage);
  try {
    let code = 0;
    for (const node of nodes) code ||= await runPrograms(node, app, server.quickstartFile);
    if (code !== 0) console.error(`What the server said is in ${server.logFile}`);
    return code;
  } finally {
    await server.stop();
  }
}

/** Under Node's own test runner, whose output is this program's output. */
async function runPrograms(node: Node, app: string, quickstartFile: string): Promise<number> {
  console.error(`\nThe kit under Node ${node.version}:`);
  return run(node.path, ["--test", "--test-reporter=spec", ...programs()], {
    cwd: app,
    env: {
      ...process.env,
      POOLHOUSE_QUICKSTART: quickstartFile,
      NODE_OPTIONS: "",
      NO_PROXY: "localhost,127.0.0.1",
    },
  });
}

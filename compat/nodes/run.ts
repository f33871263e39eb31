/**
 * The kit, packed as npm gets it, under Node 20, 22, 24 and 26: plain JavaScript in `program/` speaks through it to the compiled
 * server. The first three come from npm, for Linux on x64 only; elsewhere they are skipped, and that is said.
 */
import { run } from "../children.ts";
import { againstPoolhouse } from "../server.ts";
import { skip } from "../skip.ts";
import { installApp, programs } from "./app.ts";
import { type Node, prepareNodes, storage } from "./nodes.ts";

/** Answers the exit code. The arguments are major versions; without any it runs them all. */
export async function runNodes(majors: readonly string[]): Promise<number> {
  const { nodes, skipped } = await prepareNodes(majors);
  if (skipped !== undefined) skip(skipped);
  return againstPoolhouse(storage, async (quickstartFile, folder) => {
    const app = await installApp(folder);
    let code = 0;
    for (const node of nodes) code ||= await runPrograms(node, app, quickstartFile);
    return code;
  });
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

/**
 * The one launcher behind `npm start`, `npm test` and the other scripts. It needs nothing but Node 20: it installs
 * what the target needs, compiles what changed, and hands over to the project's own Node 26.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bundle } from "./launcher/bundle.mjs";
import { compile } from "./launcher/compile.mjs";
import { installWhatIsMissing } from "./launcher/install.mjs";
import { withLock } from "./launcher/lock.mjs";
import { projectNode } from "./launcher/node.mjs";
import { bundlePageScripts } from "./launcher/page-scripts.mjs";
import { Failure, root } from "./launcher/process.mjs";
import { program } from "./launcher/program.mjs";

/** @type {Record<string, { mode: "run" | "all", command: (args: string[]) => string[] }>} */
const targets = {
  start: { mode: "run", command: (args) => [...program(), "start", "--dev", ...args] },
  poolhouse: { mode: "run", command: (args) => [...program(), ...args] },
  example: { mode: "run", command: (args) => [join("examples", "main.ts"), ...args] },
  build: { mode: "run", command: () => [] },
  test: { mode: "all", command: (args) => [join("node_modules", "vitest", "vitest.mjs"), "run", ...args] },
  bench: { mode: "all", command: (args) => [join("bench", "main.ts"), ...args] },
  reliability: { mode: "all", command: (args) => [join("reliability", "main.ts"), ...args] },
  compat: { mode: "run", command: (args) => [join("compat", "run.ts"), ...args] },
  check: { mode: "all", command: (args) => [join("tools", "check.ts"), ...args] },
};

const [name = "", ...args] = process.argv.slice(2);
const target = Object.hasOwn(targets, name) ? targets[name] : undefined;

if (target === undefined) {
  console.error(`usage: node tools/run.mjs <${Object.keys(targets).join(" | ")}> [arguments]`);
  process.exitCode = 2;
} else {
  try {
    const node = await prepare(target.mode);
    const command = target.command(args);
    if (command.length > 0) {
      handOver(node, command);
    }
  } catch (error) {
    if (!(error instanceof Failure)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** @param {"run" | "all"} mode */
function prepare(mode) {
  return withLock(join(root, "build", "prepare.lock"), async () => {
    await installWhatIsMissing(mode);
    const node = projectNode();
    await bundlePageScripts();
    await compile(node);
    await bundle();
    return node;
  });
}

/**
 * Runs the target in this terminal and ends as it ends, by the same signal where it was one.
 * @param {string} node
 * @param {string[]} command
 */
function handOver(node, command) {
  const child = spawn(node, command, { cwd: root, stdio: "inherit" });
  // In a terminal Ctrl-C has reached the child already: a second copy would read as impatience.
  const forwarded = process.stdin.isTTY ? ["SIGTERM", "SIGHUP"] : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (forwarded.includes(signal)) {
        child.kill(signal);
      }
    });
  }
  const watch = endWithNpm(() => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    clearInterval(watch);
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * npm passes a signal on to its shell only, which dies of it and tells nobody: then our parent changes.
 * @param {() => void} end
 */
function endWithNpm(end) {
  const parent = process.ppid;
  return process.env["npm_lifecycle_event"] === undefined
    ? undefined
    : setInterval(() => process.ppid !== parent && end(), 250);
}

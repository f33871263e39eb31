/** What the launcher's parts share: where the project is, how a failure is told, and a child whose output is kept. */
import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Told to the person as it stands, without a stack. */
export class Failure extends Error {}

/**
 * Runs a child to its end and keeps what it printed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    const stop = endWith(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => {
      stop();
      reject(error);
    });
    child.on("close", (code) => {
      stop();
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Ctrl-C while something is being prepared ends the child first, so that the lock is held as long as it works, and lets `exit` listeners tidy up.
 * `npm ci` goes on for a minute after SIGINT and SIGTERM, and there is nothing for it to tidy: the next one begins anew.
 * @param {import("node:child_process").ChildProcess} child
 */
function endWith(child) {
  const listeners = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]).map((signal) => {
    const listener = () => {
      child.once("exit", () => process.exit(signal === "SIGINT" ? 130 : 143));
      child.kill("SIGKILL");
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const remove of listeners) {
      remove();
    }
  };
}

/**
 * What somebody new does, in a fresh clone and with the machine's own Node: the README's command, and then its ten
 * lines. It needs the network, and what is not committed takes no part.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, sep } from "node:path";

const root = join(import.meta.dirname, "..");
const longest = 300_000;
const clone = mkdtempSync(join(tmpdir(), "poolhouse-first-run-"));

try {
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
  const server = spawn("npm", ["start", "--", "--port", "0"], { ...somebodyNew(), detached: true });
  try {
    await untilItSays(server, "Ctrl-C stops it.");
    writeFileSync(join(clone, "try.mjs"), readmeLines());
    const printed = execFileSync("node", ["try.mjs"], { ...somebodyNew(), encoding: "utf8" });
    const missing = ["UAID", "access_token"].filter((word) => !printed.includes(word));
    if (missing.length > 0) {
      throw new Error(`The README's lines ran, but what they printed has no ${missing.join(" and no ")}.`);
    }
    console.log("npm start and the README's lines work in a fresh clone");
  } finally {
    await stop(server);
  }
} finally {
  rmSync(clone, { recursive: true, force: true });
}

/** In the clone, without what our own npm script put on the path. */
function somebodyNew(): { cwd: string; env: NodeJS.ProcessEnv } {
  const ours = join(root, "node_modules") + sep;
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.startsWith(ours));
  return { cwd: clone, env: { ...process.env, PATH: path.join(delimiter) } };
}

function readmeLines(): string {
  const lines = /^```js\n([\s\S]*?)^```$/m.exec(readFileSync(join(clone, "README.md"), "utf8"))?.[1];
  if (lines === undefined) {
    throw new Error("README.md has no block of js to try.");
  }
  return lines;
}

async function untilItSays(server: ChildProcess, words: string): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    const giveUp = setTimeout(
      () => reject(new Error(`npm start took more than 5 minutes:\n${said}`)),
      longest,
    );
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(words)) {
        clearTimeout(giveUp);
        resolve();
      }
    };
    server.stdout?.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("error", reject);
    server.once("exit", (code) => {
      clearTimeout(giveUp);
      reject(new Error(`npm start ended with ${code}:\n${said}`));
    });
  });
}

/** npm, its shell, the launcher and the server are one process group. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.pid !== undefined && server.exitCode === null && server.signalCode === null) {
    process.kill(-server.pid, "SIGTERM");
    await once(server, "exit");
  }
}

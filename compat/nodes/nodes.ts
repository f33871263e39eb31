/** The Nodes to run the kit on: those of `package-lock.json` beside this file, and the project's own. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../tools/launcher/lock.mjs";
import { Failure, root, runQuietly } from "../../tools/launcher/process.mjs";

export interface Node {
  readonly path: string;
  readonly version: string;
}

/** Where they are kept. */
export const storage = join(root, "build", "compat-nodes");

const lockfile = join(import.meta.dirname, "package-lock.json");

/** `skipped` says what cannot be run here. */
export async function prepareNodes(
  majors: readonly string[],
): Promise<{ readonly nodes: readonly Node[]; readonly skipped: string | undefined }> {
  const own = nodeAt(process.execPath);
  const names = aliases().filter((name) => majors.length === 0 || majors.includes(majorOf(name)));
  const isHere = process.platform === "linux" && process.arch === "x64";
  const folder = names.length > 0 && isHere ? await install() : "";
  const others = isHere ? names.map((name) => nodeAt(join(folder, "node_modules", name, "bin", "node"))) : [];
  const isOwnWanted = majors.length === 0 || majors.includes(majorOf(own.version));
  const isSkipped = names.length > 0 && !isHere;
  return {
    nodes: isOwnWanted ? [...others, own] : others,
    skipped: isSkipped
      ? `compat/nodes: npm's ${names.join(", ")} are for linux-x64, and this is ${process.platform}-${process.arch}`
      : undefined,
  };
}

/** `node-20` and so on. */
function aliases(): string[] {
  const { packages }: { packages: Record<string, { dependencies?: Record<string, string> }> } = JSON.parse(
    readFileSync(lockfile, "utf8"),
  );
  return Object.keys(packages[""]?.dependencies ?? {});
}

function majorOf(nameOrVersion: string): string {
  return /\d+/.exec(nameOrVersion)?.[0] ?? "";
}

/** Once for each state of the lockfile. */
async function install(): Promise<string> {
  const hash = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  const folder = join(storage, hash.slice(0, 16));
  // Written last: without it the installation was cut short.
  const stamp = join(folder, "complete");
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(stamp)) return;
    console.error("Installing Node 20, 22 and 24 (once)…");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) {
      copyFileSync(join(import.meta.dirname, file), join(folder, file));
    }
    const { code, output } = await runQuietly("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
    });
    if (code !== 0) throw notInstalled(output);
    writeFileSync(stamp, hash);
  });
  return folder;
}

function notInstalled(output: string): Failure {
  return new Failure(
    [
      output.trimEnd(),
      "",
      "compat/nodes: npm could not install other versions of Node: its own words are above.",
      "What to do: check the network and npm's registry setting, then run the same command again.",
    ].join("\n"),
  );
}

function nodeAt(path: string): Node {
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
  if (status !== 0) throw new Failure(`compat/nodes: ${path} does not start on this system.`);
  return { path, version: stdout.trim().replace(/^v/, "") };
}

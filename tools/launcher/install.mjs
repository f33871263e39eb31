/** Installs dependencies where the tree in `node_modules` is not what the lockfile asks for, and only then. */
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { platformPackage, runsOnNewNode } from "./node.mjs";
import { Failure, root, runQuietly } from "./process.mjs";

/**
 * @typedef {"run" | "all"} Mode what the server needs, or the tools and test clients too
 * @typedef {{ version?: string, integrity?: string, link?: boolean, dev?: boolean, optional?: boolean, devOptional?: boolean }} Entry
 * @typedef {Record<string, Entry>} Entries
 */

/** @param {Mode} mode */
export async function installWhatIsMissing(mode) {
  const wanted = entriesOf(join(root, "package-lock.json"));
  if (wanted === undefined) {
    throw new Failure(
      "package-lock.json is missing: this is not a complete checkout. What to do: restore it from git.",
    );
  }
  // npm writes this file last, so a tree whose installation was cut short does not have it.
  const installed = entriesOf(join(root, "node_modules", ".package-lock.json")) ?? {};
  if (!isSatisfied(mode, wanted, installed, neededNode())) {
    await install(mode);
  }
}

/**
 * True when everything `mode` needs is installed in the locked version. More than that may be there.
 * @param {Mode} mode
 * @param {Entries} wanted
 * @param {Entries} installed
 * @param {string | undefined} needed an optional package that must be there all the same
 */
export function isSatisfied(mode, wanted, installed, needed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes("node_modules/") || (mode === "run" && entry.dev)) {
      return true;
    }
    const found = installed[path];
    if (found === undefined) {
      return Boolean(entry.optional || entry.devOptional) && path !== `node_modules/${needed}`;
    }
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Without its package for this platform, a Node too old for the project has nothing to hand over to. */
function neededNode() {
  return runsOnNewNode() ? undefined : platformPackage();
}

/** @param {Mode} mode */
async function install(mode) {
  console.error(
    mode === "run"
      ? "Installing what the server needs (once; about a minute on a slow line)…"
      : "Installing everything, test clients and tools included (once; a few minutes on a slow line)…",
  );
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const heartbeat = setInterval(() => console.error(`  still installing, ${seconds()} s`), 15_000);
  // `npm run --silent` is in the environment, and would silence the reason of a failure.
  const args = [
    "ci",
    "--loglevel=error",
    "--include=optional",
    mode === "run" ? "--omit=dev" : "--include=dev",
  ];
  const result = await npm(args)
    .catch((error) => ({ code: 1, output: `npm could not be started: ${error.message}` }))
    .finally(() => clearInterval(heartbeat));
  if (result.code !== 0) {
    throw new Failure(
      [
        result.output.trimEnd(),
        "",
        "npm could not install the dependencies: its own words are above.",
        "What to do: check the network and npm's registry setting, then run the same command again.",
      ].join("\n"),
    );
  }
  console.error(`Installed in ${seconds()} s.`);
}

/**
 * Runs npm with the Node that npm itself came with: ours lives in the folder that npm is about to empty.
 * @param {readonly string[]} args
 */
function npm(args) {
  const ours = join(root, "node_modules") + sep;
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.startsWith(ours));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const { npm_node_execpath: node, npm_execpath: cli } = process.env;
  if (node && cli && existsSync(node) && !node.startsWith(ours)) {
    return runQuietly(node, [cli, ...args], { env });
  }
  return runQuietly("npm", args, { env, shell: process.platform === "win32" });
}

/**
 * @param {string} file a lockfile
 * @returns {Entries | undefined}
 */
function entriesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

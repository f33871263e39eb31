/** Compiles what changed since the last time. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, root, runQuietly } from "./process.mjs";

const stamp = join(root, "node_modules", ".cache", "poolhouse-compiler");

/** @param {string} node */
export async function compile(node) {
  const started = Date.now();
  const slow = setTimeout(() => console.error("Compiling…"), 1500);
  const settings = hashOfSettings();
  const isSame = readOrEmpty(stamp) === settings;
  // TypeScript 7.0 keeps yesterday's errors when only `lib` changes, so new settings start from nothing.
  const result = await runQuietly(node, [
    join(root, "node_modules", "typescript", "bin", "tsc"),
    "--build",
    root,
    ...(isSame ? [] : ["--force"]),
  ]);
  clearTimeout(slow);
  if (result.code !== 0) {
    throw new Failure(`${result.output.trimEnd()}\n\nThe project does not compile: see the errors above.`);
  }
  if (!isSame) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, settings);
  }
  if (Date.now() - started > 1500) {
    console.error(`Compiled in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  }
}

function hashOfSettings() {
  const folders = [".", ...readdirSync(join(root, "packages")).map((name) => join("packages", name))];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /^tsconfig.*\.json$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  const hash = createHash("sha256");
  for (const file of [...files, join(root, "node_modules", "typescript", "package.json")]) {
    hash.update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** @param {string} file */
function readOrEmpty(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

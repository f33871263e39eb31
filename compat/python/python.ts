/** A Python of the machine's, and beside it a virtual environment with exactly what `requirements.txt` lists. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../tools/launcher/lock.mjs";
import { Failure, root, runQuietly } from "../../tools/launcher/process.mjs";

/** What boto3 and pytest of our versions ask for. */
export const oldest = "3.10";

/** Where the virtual environments are. */
export const libraries = join(root, "build", "compat-python");

const requirements = join(import.meta.dirname, "requirements.txt");
const isWindows = process.platform === "win32";

export interface Python {
  readonly command: string;
  /** Of the interpreter: its path and its version. */
  readonly identity: string;
}

/** The first on the path that is new enough and can make a virtual environment. */
export function findPython(): Python | undefined {
  const question = `import sys, venv, ensurepip; assert sys.version_info >= (${oldest.replace(".", ", ")}); print(sys.executable, sys.version)`;
  for (const command of ["python3", "python"]) {
    const { status, stdout } = spawnSync(command, ["-c", question], { encoding: "utf8" });
    if (status === 0) return { command, identity: stdout };
  }
  return undefined;
}

/** Answers the path of the Python in a virtual environment, which is made once for each list and interpreter. */
export async function preparePython(python: Python): Promise<string> {
  const hash = createHash("sha256").update(readFileSync(requirements)).update(python.identity).digest("hex");
  const folder = join(libraries, hash.slice(0, 16));
  const own = join(folder, ...(isWindows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  // Written last: without it the installation was cut short.
  const stamp = join(folder, "complete");
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(stamp)) return;
    console.error("Installing boto3, pycognito and pytest (once)…");
    rmSync(folder, { recursive: true, force: true });
    await runOrFail(python.command, ["-m", "venv", folder]);
    await runOrFail(own, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-deps",
      "--require-hashes",
      "-r",
      requirements,
    ]);
    writeFileSync(stamp, python.identity);
  });
  return own;
}

async function runOrFail(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runQuietly(command, args);
  if (code === 0) return;
  const what = `compat/python: \`${[command, ...args].join(" ")}\` failed: its own words are above.`;
  throw new Failure(
    [
      output.trimEnd(),
      "",
      what,
      "What to do: check the network and pip's settings, then run the same command again.",
    ].join("\n"),
  );
}

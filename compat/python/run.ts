/**
 * boto3 and pycognito, two clients we had no hand in, against the compiled program. The arguments are pytest's.
 * Where there is no Python it says so and that is all; in CI (`CI` is set) that is a failure, for CI skips nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../tools/launcher/process.mjs";
import { run } from "../children.ts";
import { startPoolhouse } from "../server.ts";
import { findPython, libraries, oldest, preparePython } from "./python.ts";

/** Answers the exit code. */
export async function runPython(pytestArguments: readonly string[]): Promise<number> {
  const found = findPython();
  if (found === undefined) {
    const why = `compat/python: no Python ${oldest} or newer on the path (with its modules venv and ensurepip)`;
    if (process.env["CI"]) throw new Failure(`FAILED: ${why}. CI skips nothing.`);
    console.error(`SKIPPED: ${why}. Nothing was tested.`);
    return 0;
  }
  const python = await preparePython(found);
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-compat-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const server = await startPoolhouse(folder, libraries);
  try {
    const code = await runPytest(python, server.quickstartFile, folder, pytestArguments);
    if (code !== 0) console.error(`What the server said is in ${server.logFile}`);
    return code;
  } finally {
    await server.stop();
  }
}

/** Its output is this program's output, and so is its exit code. */
function runPytest(
  python: string,
  quickstartFile: string,
  folder: string,
  pytestArguments: readonly string[],
): Promise<number> {
  const nowhere = join(folder, "none");
  return run(python, ["-m", "pytest", ...pytestArguments], {
    cwd: import.meta.dirname,
    env: {
      ...environment(),
      POOLHOUSE_QUICKSTART: quickstartFile,
      PYTHONDONTWRITEBYTECODE: "1",
      AWS_CONFIG_FILE: nowhere,
      AWS_SHARED_CREDENTIALS_FILE: nowhere,
      AWS_EC2_METADATA_DISABLED: "true",
      NO_PROXY: "localhost,127.0.0.1",
      no_proxy: "localhost,127.0.0.1",
    },
  });
}

/** Ours, without what would make the AWS libraries speak to somebody else. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|COGNITO)_/.test(name)));
}

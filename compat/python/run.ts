/**
 * boto3 and pycognito, two clients we had no hand in, against the compiled program. The arguments are pytest's.
 * Where there is no Python it says so and that is all; in CI (`CI` is set) that is a failure, for CI skips nothing.
 */
import { join } from "node:path";
import { run } from "../children.ts";
import { againstPoolhouse } from "../server.ts";
import { everything, skip } from "../skip.ts";
import { findPython, libraries, oldest, preparePython } from "./python.ts";

/** Answers the exit code. */
export async function runPython(pytestArguments: readonly string[]): Promise<number> {
  const found = findPython();
  if (found === undefined) {
    const why = `compat/python: no Python ${oldest} or newer on the path (with its modules venv and ensurepip)`;
    skip(why, everything);
    return 0;
  }
  const python = await preparePython(found);
  return againstPoolhouse(libraries, (quickstartFile, folder) =>
    runPytest(python, quickstartFile, folder, pytestArguments),
  );
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

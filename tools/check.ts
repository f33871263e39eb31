/**
 * Everything that is checked besides the tests, one line each. A step fails by its exit code; what it printed follows.
 * `npm run check` reaches this file after installing and compiling.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";

interface Step {
  readonly name: string;
  readonly run: () => Outcome;
}

interface Outcome {
  readonly isGood: boolean;
  readonly output: string;
}

const root = join(import.meta.dirname, "..");
const packed = mkdtempSync(join(tmpdir(), "poolhouse-pack-"));

const steps: readonly Step[] = [
  {
    name: "format and lint (biome)",
    run: () => tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."),
  },
  { name: "arrows between rooms", run: () => script("check-arrows.ts") },
  { name: "types of the server's tests", run: () => types("packages/server/tsconfig.test.json") },
  { name: "types of the tools", run: () => types("tools/tsconfig.json") },
  { name: "types of the benchmark", run: () => types("bench/tsconfig.json") },
  { name: "unused files, exports and dependencies (knip)", run: () => tool("knip/bin/knip.js") },
  ...generators().map((name) => ({
    name: `${name} has nothing to change`,
    run: () => script(name, "--check"),
  })),
  { name: "the package packs", run: pack },
  {
    name: "the packed package (publint)",
    run: () => tool("publint/src/cli.js", "run", tarball(), "--strict"),
  },
  { name: "the packed package's entry points (attw)", run: attw },
  { name: "the lockfile works anywhere", run: () => script("check-lockfile.ts") },
  { name: "licences of what the server ships with", run: () => script("check-licenses.ts") },
  { name: "nothing of this machine in the project's text", run: () => script("check-text.ts") },
];

const results = steps.map(report);
rmSync(packed, { recursive: true, force: true });
const failed = results.filter((isGood) => !isGood).length;
console.log(`${results.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function report({ name, run }: Step): boolean {
  const started = performance.now();
  const { isGood, output } = run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${isGood ? styleText("green", "✓") : styleText("red", "✗")} ${name} (${seconds} s)`);
  if (!isGood) {
    console.log(`${output.trimEnd()}\n`);
  }
  return isGood;
}

/** A generator in `tools/` is named `generate-….ts` and answers to `--check`; so none can be forgotten here. */
function generators(): string[] {
  return readdirSync(import.meta.dirname).filter((name) => /^generate-.+(?<!\.test)\.ts$/.test(name));
}

function types(project: string): Outcome {
  return tool("typescript/bin/tsc", "--noEmit", "--incremental", "false", "--project", project);
}

function pack(): Outcome {
  return command("npm", ["pack", "--silent", "--workspace", "packages/server", "--pack-destination", packed]);
}

function tarball(): string {
  return join(packed, readdirSync(packed).find((name) => name.endsWith(".tgz")) ?? "not-packed.tgz");
}

/** The package is ESM and runs on Node only, so the resolutions of CommonJS and of old compilers do not apply to it. */
function attw(): Outcome {
  return tool(
    "@arethetypeswrong/cli/dist/index.js",
    "--profile",
    "esm-only",
    "--no-definitely-typed",
    tarball(),
  );
}

function script(name: string, ...args: string[]): Outcome {
  return command(process.execPath, [join(import.meta.dirname, name), ...args]);
}

function tool(path: string, ...args: string[]): Outcome {
  return command(process.execPath, [join(root, "node_modules", path), ...args]);
}

function command(name: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr, error } = spawnSync(name, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    shell: name === "npm" && process.platform === "win32",
  });
  return { isGood: status === 0, output: `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}` };
}

/**
 * Everything that is checked besides the tests, one line each. A step fails by its exit code; what it printed follows.
 * `npm run check` reaches this file after installing and compiling.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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
  { name: "types of the kit's tests", run: () => types("packages/client/tsconfig.test.json") },
  { name: "types of the pages' scripts", run: () => types("packages/server/browser/tsconfig.json") },
  { name: "types of the server's tests", run: () => types("packages/server/tsconfig.test.json") },
  { name: "types of the tools", run: () => types("tools/tsconfig.json") },
  { name: "types of the examples", run: () => types("examples/tsconfig.json") },
  { name: "types of the benchmark", run: () => types("bench/tsconfig.json") },
  { name: "types of the reliability runs", run: () => types("reliability/tsconfig.json") },
  { name: "unused files, exports and dependencies (knip)", run: () => tool("knip/bin/knip.js") },
  ...generators().map((name) => ({
    name: `${name} has nothing to change`,
    run: () => script(name, "--check"),
  })),
  ...["client", "server"].flatMap(packedPackage),
  { name: "the lockfile works anywhere", run: () => script("check-lockfile.ts") },
  { name: "licences of what the packages ship with", run: () => script("check-licenses.ts") },
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

/** A package as npm will get it. */
function packedPackage(name: string): Step[] {
  const folder = join(packed, name);
  const tarball = () =>
    join(folder, readdirSync(folder).find((each) => each.endsWith(".tgz")) ?? "not-packed.tgz");
  return [
    { name: `packages/${name} packs`, run: () => pack(name, folder) },
    {
      name: `packages/${name}, packed (publint)`,
      run: () => tool("publint/src/cli.js", "run", tarball(), "--strict"),
    },
    { name: `packages/${name}, its entry points (attw)`, run: () => attw(tarball()) },
  ];
}

function pack(name: string, folder: string): Outcome {
  mkdirSync(folder);
  return command("npm", [
    "pack",
    "--silent",
    "--workspace",
    `packages/${name}`,
    "--pack-destination",
    folder,
  ]);
}

/** The packages are ESM, so the resolutions of CommonJS and of old compilers do not apply to them. */
function attw(tarball: string): Outcome {
  return tool(
    "@arethetypeswrong/cli/dist/index.js",
    "--profile",
    "esm-only",
    "--no-definitely-typed",
    tarball,
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

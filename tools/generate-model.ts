/**
 * Writes `packages/server/src/model/{shapes,operations,constraints}.ts` from `cognito-model.json`.
 * With `--check` it writes nothing and exits 1 if a checked-in file differs.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emitConstraints, emitOperations, emitShapes } from "./generate-model/emit.ts";
import { readModel } from "./generate-model/model.ts";

const root = new URL("../", import.meta.url);
const folder = new URL("packages/server/src/model/", root);

/** The names of the generated files whose checked-in text is not what the model says. */
export function staleFiles(): string[] {
  return generatedFiles()
    .filter(({ file, text }) => readFileSync(file, "utf8") !== text)
    .map(({ name }) => name);
}

if (import.meta.main) {
  if (process.argv.includes("--check")) check();
  else for (const { file, text } of generatedFiles()) writeFileSync(file, text);
}

function check(): void {
  const stale = staleFiles();
  if (stale.length === 0) return;
  console.error(`Out of date: ${stale.join(", ")}. Run: node tools/generate-model.ts`);
  process.exitCode = 1;
}

function generatedFiles() {
  const model = readModel();
  const texts = {
    "shapes.ts": emitShapes(model),
    "operations.ts": emitOperations(model),
    "constraints.ts": emitConstraints(model),
  };
  return Object.entries(texts).map(([name, text]) => {
    const file = new URL(name, folder);
    return { name, file, text: format(text, fileURLToPath(file)) };
  });
}

function format(text: string, path: string): string {
  const biome = fileURLToPath(new URL("node_modules/@biomejs/biome/bin/biome", root));
  const args = [biome, "check", "--write", `--stdin-file-path=${path}`];
  const run = spawnSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`biome could not format ${path}: ${run.stderr}`);
  return run.stdout;
}

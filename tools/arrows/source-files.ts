import { globSync } from "node:fs";
import { sep } from "node:path";

/** Every TypeScript file under `root`, with forward slashes, sorted. */
export function sourceFiles(root: string): string[] {
  return globSync("**/*.{ts,tsx}", { cwd: root })
    .map((file) => file.split(sep).join("/"))
    .sort();
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Of this program, from its own package.json. */
export function version(): string {
  const file = join(import.meta.dirname, "..", "..", "package.json");
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}

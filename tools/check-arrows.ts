/** Fails when an import points the wrong way between the rooms of the server. The table is in `arrows/rooms.ts`. */
import { join } from "node:path";
import { findViolations } from "./arrows/find-violations.ts";

const violations = findViolations(join(import.meta.dirname, "..", "packages", "server", "src"));
for (const violation of violations) {
  console.error(violation);
}
process.exitCode = violations.length === 0 ? 0 : 1;

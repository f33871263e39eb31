/** Fails when an import points the wrong way between the rooms of a package. The tables are in `arrows/rooms.ts`. */
import { join } from "node:path";
import { findViolations } from "./arrows/find-violations.ts";
import { browserRooms, clientRooms, serverRooms } from "./arrows/rooms.ts";

const packages = join(import.meta.dirname, "..", "packages");
const violations = [
  ...findViolations(join(packages, "client", "src"), clientRooms),
  ...findViolations(join(packages, "server", "src"), serverRooms),
  ...findViolations(join(packages, "server", "browser"), browserRooms),
];
for (const violation of violations) {
  console.error(violation);
}
process.exitCode = violations.length === 0 ? 0 : 1;

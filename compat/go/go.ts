/** The machine's Go, if it is new enough for the modules in `go.mod`. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** As `go.mod` says. */
export const oldest =
  /^go (\d+\.\d+)/m.exec(readFileSync(join(import.meta.dirname, "go.mod"), "utf8"))?.[1] ?? "";

export function hasGo(): boolean {
  const { status, stdout } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  return status === 0 && isNewEnough(/^go(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number) ?? []);
}

function isNewEnough([major = 0, minor = 0]: readonly number[]): boolean {
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

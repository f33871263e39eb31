/** The machine's Maven, if the Java that it uses is new enough for `pom.xml`. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** As `pom.xml` says. */
export const oldest =
  /<java\.version>(\d+)</.exec(readFileSync(join(import.meta.dirname, "pom.xml"), "utf8"))?.[1] ?? "";

/** Maven knows best: `JAVA_HOME` may name another Java than the path does. */
export function hasJava(): boolean {
  const { status, stdout } = spawnSync("mvn", ["-B", "-v"], { encoding: "utf8" });
  const found = /^Java version: (\d+)/m.exec(stdout ?? "")?.[1];
  return status === 0 && found !== undefined && Number(found) >= Number(oldest);
}

/**
 * Spring Security's resource server and client, Amazon's SDK for Java, and Auth0's verifier against the compiled program. The arguments
 * are Maven's. Where there is no Java or no Maven it says so and that is all; in CI (`CI` is set) that is a failure, for CI skips nothing.
 */
import { join } from "node:path";
import { root } from "../../tools/launcher/process.mjs";
import { run } from "../children.ts";
import { againstPoolhouse } from "../server.ts";
import { everything, skip } from "../skip.ts";
import { hasJava, oldest } from "./java.ts";

/** Answers the exit code. */
export async function runJava(mavenArguments: readonly string[]): Promise<number> {
  if (!hasJava()) {
    const why = `compat/java: no Maven on the path with Java ${oldest} or newer`;
    skip(why, everything);
    return 0;
  }
  const logFolder = join(root, "build", "compat-java");
  return againstPoolhouse(logFolder, (quickstartFile) => runTests(quickstartFile, mavenArguments));
}

/** Maven says nothing but which tests ran. */
const quietly = ["-q", "-B", "-Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire=info"];

function runTests(quickstartFile: string, mavenArguments: readonly string[]): Promise<number> {
  return run("mvn", [...quietly, ...mavenArguments, "test"], {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      POOLHOUSE_QUICKSTART: quickstartFile,
      NO_PROXY: "localhost,127.0.0.1",
      no_proxy: "localhost,127.0.0.1",
    },
  });
}

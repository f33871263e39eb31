/**
 * Amazon's SDK for Go, go-oidc and golang.org/x/oauth2 against the compiled program. The arguments are `go test`'s.
 * Where there is no Go it says so and that is all; in CI (`CI` is set) that is a failure, for CI skips nothing.
 */
import { join } from "node:path";
import { root } from "../../tools/launcher/process.mjs";
import { run } from "../children.ts";
import { againstPoolhouse } from "../server.ts";
import { everything, skip } from "../skip.ts";
import { hasGo, oldest } from "./go.ts";

/** Answers the exit code. */
export async function runGo(goTestArguments: readonly string[]): Promise<number> {
  if (!hasGo()) {
    const why = `compat/go: no Go ${oldest} or newer on the path`;
    skip(why, everything);
    return 0;
  }
  const logFolder = join(root, "build", "compat-go");
  return againstPoolhouse(logFolder, (quickstartFile) => runTests(quickstartFile, goTestArguments));
}

/** For what runs a second, compiling must not take a minute: without optimizing, debugging data, C and vet it takes half the time. */
const compiledInHaste = ["-vet=off", "-gcflags=all=-N -l -dwarf=false", "-ldflags=-s -w"];

/** Never from the cache, as the server is not the one of the last time. */
function runTests(quickstartFile: string, goTestArguments: readonly string[]): Promise<number> {
  return run("go", ["test", "-count=1", ...compiledInHaste, ...goTestArguments, "."], {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      POOLHOUSE_QUICKSTART: quickstartFile,
      CGO_ENABLED: "0",
      GOTOOLCHAIN: "local",
      NO_PROXY: "localhost,127.0.0.1",
      no_proxy: "localhost,127.0.0.1",
    },
  });
}

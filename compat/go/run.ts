/**
 * Amazon's SDK for Go, go-oidc and golang.org/x/oauth2 against the compiled program. The arguments are `go test`'s.
 * Where there is no Go it says so and that is all; in CI (`CI` is set) that is a failure, for CI skips nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, root } from "../../tools/launcher/process.mjs";
import { run } from "../children.ts";
import { startPoolhouse } from "../server.ts";
import { hasGo, oldest } from "./go.ts";

/** Answers the exit code. */
export async function runGo(goTestArguments: readonly string[]): Promise<number> {
  if (!hasGo()) {
    const why = `compat/go: no Go ${oldest} or newer on the path`;
    if (process.env["CI"]) throw new Failure(`FAILED: ${why}. CI skips nothing.`);
    console.error(`SKIPPED: ${why}. Nothing was tested.`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-go-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const server = await startPoolhouse(folder, join(root, "build", "compat-go"));
  try {
    const code = await runTests(server.quickstartFile, goTestArguments);
    if (code !== 0) console.error(`What the server said is in ${server.logFile}`);
    return code;
  } finally {
    await server.stop();
  }
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

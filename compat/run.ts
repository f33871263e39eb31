/**
 * `npm run compat`: clients from Python, Go and Java, and the kit under every Node it promises, against the compiled program. Arguments
 * after `--`: `go`, `java`, `nodes` or `python` runs one of the four; what follows (or comes without a name) is pytest's, is `go test`'s
 * (`go -run SRP`), is Maven's (`java -Dtest=LoginTest`), or picks Nodes: `nodes 20 22`.
 */
import { Failure } from "../tools/launcher/process.mjs";
import { endAll } from "./children.ts";
import { runGo } from "./go/run.ts";
import { runJava } from "./java/run.ts";
import { runNodes } from "./nodes/run.ts";
import { runPython } from "./python/run.ts";

type Family = (args: readonly string[]) => Promise<number>;

const families: Readonly<Record<string, Family>> = {
  python: runPython,
  go: runGo,
  java: runJava,
  nodes: runNodes,
};

process.on("exit", endAll);
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
process.on("SIGHUP", () => process.exit(129));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main([first = "", ...rest]: readonly string[]): Promise<number> {
  const named = Object.hasOwn(families, first) ? families[first] : undefined;
  if (named !== undefined) return named(rest);
  if (first !== "") return runPython([first, ...rest]);
  let code = 0;
  for (const family of Object.values(families)) code ||= await family([]);
  return code;
}

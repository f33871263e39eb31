// The long forms of the failure tests, one after another: README.md says what each shows.
import { helpText, type Options, parseOptions } from "./options.ts";
import { cutShort, endAll } from "./perform.ts";
import { runAll } from "./run-all.ts";

const options = readOptions();
const codes = { SIGINT: 130, SIGTERM: 143 };
let cutShortBy: keyof typeof codes | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (cutShortBy === undefined) {
      cutShortBy = signal;
      console.error("\nFinishing what has begun, to say what came of it. Once more: stop at once.");
      return cutShort();
    }
    console.error("\nStopped: ending what was started.");
    void endAll().finally(() => process.exit(codes[signal]));
  });
}
const code = await runAll(options, () => cutShortBy !== undefined);
process.exitCode = code === 0 && cutShortBy !== undefined ? codes[cutShortBy] : code;

function readOptions(): Options {
  try {
    const parsed = parseOptions(process.argv.slice(2));
    if (parsed !== null) return parsed;
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}\n\nnpm run reliability -- --help tells what can be said.`,
    );
    process.exit(2);
  }
  process.stdout.write(helpText());
  return process.exit(0);
}

// The long forms of the failure tests, one after another: README.md says what each shows.
import { helpText, type Options, parseOptions } from "./options.ts";
import { endAll } from "./perform.ts";
import { runAll } from "./run-all.ts";

const options = readOptions();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, () => {
    console.error("\nStopped: ending what was started.");
    void endAll().finally(() => process.exit(code));
  });
}
process.exitCode = await runAll(options);

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

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const module = pathToFileURL(join(import.meta.dirname, "process.mjs")).href;

test("Ctrl-C ends what is being prepared before the launcher, be it as stubborn as npm ci", async () => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-process-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "pid");
  const stubborn = `
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
    setInterval(() => undefined, 1000);
    require("node:fs").writeFileSync(${JSON.stringify(file)}, \`\${process.pid}\\n\`);`;
  const launcher = spawn(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { runQuietly } from ${JSON.stringify(module)};
     await runQuietly(process.execPath, ["--eval", ${JSON.stringify(stubborn)}]);`,
  ]);
  await expect.poll(() => read(file), { timeout: 60_000 }).toMatch(/^\d+\n$/);
  launcher.kill("SIGINT");
  expect(await once(launcher, "exit")).toEqual([130, null]);
  expect(() => process.kill(Number(read(file)), 0)).toThrow("ESRCH");
});

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

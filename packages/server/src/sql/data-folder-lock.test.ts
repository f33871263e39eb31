import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/sql/temporary-folder.ts";
import { DataFolderInUse, lockDataFolder, lockFileName } from "./data-folder-lock.ts";

it("refuses a second server on the same folder until the first one lets go", () => {
  const folder = temporaryFolder();
  const lock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse);
  lock.release();
  lockDataFolder(folder).release();
});

it("is free again when the process that held it was killed", async () => {
  const folder = temporaryFolder();
  const module = new URL("./data-folder-lock.ts", import.meta.url).href;
  const script = `import { lockDataFolder } from ${JSON.stringify(module)};
    globalThis.lock = lockDataFolder(${JSON.stringify(folder)});
    process.stdout.write("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect(() => lockDataFolder(folder)).toThrow(`is using the data folder ${folder}`);
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  lockDataFolder(folder).release();
});

it("is not taken by whoever may not write its file: it would keep nobody out", async () => {
  const folder = temporaryFolder();
  lockDataFolder(folder).release();
  chmodSync(folder, 0o755);
  chmodSync(join(folder, lockFileName), 0o444);
  const module = new URL("./data-folder-lock.ts", import.meta.url).href;
  // Root may write whatever it is, so it becomes nobody first.
  const script = `import { lockDataFolder } from ${JSON.stringify(module)};
    if (process.getuid?.() === 0) process.setuid(65534);
    try { lockDataFolder(${JSON.stringify(folder)}); process.stdout.write("held"); }
    catch ({ code }) { process.stdout.write(code); }`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout).toBe("EACCES");
});

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.mjs";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "poolhouse-lock-"));
  path = join(folder, "build", "prepare.lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("one at a time, and the second is told whom it waits for", async () => {
  const steps: string[] = [];
  const release = Promise.withResolvers<void>();
  const first = withLock(path, async () => {
    steps.push("first begins");
    await release.promise;
    steps.push("first ends");
  });
  const second = withLock(
    path,
    async () => {
      steps.push("second begins");
    },
    (holder) => {
      steps.push(`second waits for ${holder}`);
      release.resolve();
    },
  );
  await Promise.all([first, second]);
  expect(steps).toEqual(["first begins", `second waits for ${process.pid}`, "first ends", "second begins"]);
});

test("gives the lock back when the work fails", async () => {
  await expect(withLock(path, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(existsSync(path)).toBe(false);
});

test("takes over from a process that has died", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "pid"), String(pid));
  await expect(withLock(path, async () => "done")).resolves.toBe("done");
});

test("takes over from one that died before it could write its name", async () => {
  mkdirSync(path, { recursive: true });
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  await expect(withLock(path, async () => "done")).resolves.toBe("done");
});

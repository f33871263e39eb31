import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Moved, writeMark } from "./marks.ts";
import { type MoveWatch, watchMove } from "./watch-move.ts";

let folder: string;
let db: DatabaseSync;
let watch: MoveWatch;
const noticed: Moved[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), "poolhouse-watch-"));
  db = new DatabaseSync(join(folder, "data.sqlite"));
  db.exec("create table instance (name text primary key, value text not null)");
  noticed.length = 0;
  watch = watchMove(join(folder, "data.sqlite"), (moved) => void noticed.push(moved));
});

afterEach(() => {
  watch.stop();
  db.close();
  rmSync(folder, { recursive: true });
  vi.useRealTimers();
});

test("a look that fails ends nothing, and the move is noticed by a later one", () => {
  db.exec("alter table instance rename to away");
  vi.advanceTimersByTime(1000);
  expect([watch.found(), watch.look()]).toEqual([undefined, undefined]);
  db.exec("alter table away rename to instance");
  const moved: Moved = { id: "1", at: 1, to: "postgres://db.example.com/poolhouse" };
  writeMark(db, "moved-away", moved);
  vi.advanceTimersByTime(250);
  expect([watch.found(), noticed]).toEqual([moved, [moved]]);
});

/** What a move would do, without doing any of it. */
import { statSync } from "node:fs";
import { databaseFile } from "../data-folder.ts";
import { isFolderInUse } from "../data-folder-lock.ts";
import { DataMoved, readMark } from "../marks.ts";
import { openConnection } from "../sqlite.ts";
import type { MoveOptions } from "./move.ts";
import { inspectTarget, TargetUnfit } from "./move-target.ts";
import { openPostgresRows } from "./postgres-rows.ts";
import { listTables } from "./tables.ts";

export interface MovePlan {
  /** Rows of each. */
  readonly tables: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly isServerRunning: boolean;
  /** An interrupted move would go on. */
  readonly goesOn: boolean;
}

/** Throws what the move itself would begin with. */
export async function planMove(options: Omit<MoveOptions, "report" | "now">): Promise<MovePlan> {
  const { dataFolder, server, verifyCheck } = options;
  const file = databaseFile(dataFolder);
  const db = openConnection(file, { cacheMiB: 16, busyMs: 5000 });
  try {
    const moved = readMark(db, "moved-away");
    if (moved !== undefined) throw new DataMoved(moved);
    const check = db.prepare("select value from instance where name = 'master-key-check'").get();
    if (check !== undefined) verifyCheck(String(check["value"]));
    const tables = listTables(db);
    const target = await openPostgresRows(server);
    try {
      const found = await inspectTarget(target, server, tables);
      if (found !== undefined && found.id !== readMark(db, "move-from-here")?.id) {
        throw new TargetUnfit(server, "Another move has begun to fill it.");
      }
      const count = (name: string) => Number(db.prepare(`select count(*) as n from "${name}"`).get()?.["n"]);
      return {
        tables: Object.fromEntries(tables.map(({ name }) => [name, count(name)])),
        bytes: statSync(file).size,
        isServerRunning: isFolderInUse(dataFolder),
        goesOn: found !== undefined,
      };
    } finally {
      await target.close();
    }
  } finally {
    db.close();
  }
}

/**
 * Moves everything from a SQLite file to PostgreSQL while a server goes on writing to the file.
 *
 * 1. Triggers note the key of every row that anybody changes from now on.
 * 2. All rows are copied, page by page, each page with the place it ends at: what is interrupted goes on from there.
 * 3. The changed rows are copied again, until few are left.
 * 4. A snapshot of the file and the copy are compared, table by table, by count and digest.
 * 5. The file's write lock is taken, so that nobody writes. The last changes are copied and read back, and in the transaction that holds
 *    the lock the file is closed for good. This is the cut-over: seconds for writers, whatever the size.
 * 6. When no server holds the data folder any more, the copy is opened to servers.
 *
 * Between 5 and 6 nobody serves, so no state is ever served by two.
 */
import { type PostgresServer, placeOf } from "../../config/postgres-server.ts";
import { databaseFile } from "../data-folder.ts";
import { type Arrival, DataMoved, readMark } from "../marks.ts";
import { migrate } from "../migrate.ts";
import { openSqlite } from "../sqlite.ts";
import { type Changes, countChanges, readChanges } from "./change-log.ts";
import { requireSameRows, requireSameTable } from "./compare.ts";
import { pagesOf } from "./digest.ts";
import { beginMove, closeForGood, type MoveSource, openMoveSource } from "./move-source.ts";
import {
  inspectTarget,
  migrateTarget,
  noteArrival,
  openTarget,
  prepareTarget,
  TargetUnfit,
  whileClosed,
} from "./move-target.ts";
import { lockMove } from "./one-move.ts";
import { openPostgresRows, type PostgresRows } from "./postgres-rows.ts";
import { type CopiedTable, keyOf, type Row, type Rows } from "./tables.ts";
import { untilFolderIsFree } from "./until-folder-is-free.ts";

export interface MoveOptions {
  readonly dataFolder: string;
  readonly server: PostgresServer;
  /** Throws when the master key is another than the data's. */
  readonly verifyCheck: (stored: string) => void;
  readonly now: () => number;
  readonly report: (step: MoveStep) => void;
}

export type MoveStep =
  | { readonly kind: "copying"; readonly table: string; readonly rows: number }
  | { readonly kind: "following"; readonly changes: number }
  | { readonly kind: "comparing"; readonly table: string; readonly rows: number }
  | { readonly kind: "closing" }
  | { readonly kind: "closed"; readonly pauseMs: number; readonly lastChanges: number }
  | { readonly kind: "waiting" };

/** So many at once. */
const chunk = 1000;
/** Few enough to be copied while writers wait. */
const fewChanges = 2000;
const longestFollowing = 20;

/** Throws `AnotherMove`, `TargetUnfit`, `DataMoved`, `CopyDiffers`, `DataFolderInUse`. Running it again goes on where it was interrupted. */
export async function moveToPostgres(options: MoveOptions): Promise<void> {
  const { server, report, now } = options;
  const source = await openSource(options);
  try {
    const target = await openPostgresRows(server);
    try {
      const moved = readMark(source.db, "moved-away");
      const found = await inspectTarget(target, server, source.tables);
      // Interrupted between the cut-over and the end.
      if (moved !== undefined && found?.id !== moved.id) throw new DataMoved(moved);
      if (moved === undefined) {
        const id = await beginMove(source);
        const closed = whileClosed(target, server);
        const applied = await copyAndCompare(source, closed, { ...options, id, found });
        const started = performance.now();
        const lastChanges = await cutOver(source, closed, applied, {
          report,
          moved: () => ({ id, to: placeOf(server), at: now() }),
        });
        report({ kind: "closed", pauseMs: performance.now() - started, lastChanges });
      }
      await untilFolderIsFree(
        options.dataFolder,
        () => report({ kind: "waiting" }),
        () => openTarget(target),
      );
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}

/** Up to date, with the right master key, and nobody else's until it is closed. Throws `AnotherMove`. */
export async function openSource(
  options: Pick<MoveOptions, "dataFolder" | "verifyCheck">,
): Promise<MoveSource> {
  const lock = lockMove(options.dataFolder);
  try {
    const source = await openFile(options);
    const close = () => {
      source.close();
      lock.release();
    };
    return { ...source, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openFile({
  dataFolder,
  verifyCheck,
}: Pick<MoveOptions, "dataFolder" | "verifyCheck">): Promise<MoveSource> {
  const file = databaseFile(dataFolder);
  const database = openSqlite(file);
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
  const source = openMoveSource(file);
  try {
    const check = source.db.prepare("select value from instance where name = 'master-key-check'").get();
    if (check !== undefined) verifyCheck(String(check["value"]));
    return source;
  } catch (error) {
    source.close();
    throw error;
  }
}

interface Begun extends MoveOptions {
  readonly id: string;
  readonly found: Arrival | undefined;
}

/** The last change that the copy has. */
async function copyAndCompare(source: MoveSource, target: PostgresRows, begun: Begun): Promise<number> {
  const { id, found, server, report } = begun;
  if (found === undefined) await prepareTarget(target, server, id);
  else if (found.id === id) await migrateTarget(server);
  else throw new TargetUnfit(server, "Another move has begun to fill it.");
  await copyTables(source, target, found ?? { id, tables: {} }, report);
  const followed = await follow(source, target, 0, report);
  const compared = await compare(source, target, followed, report);
  return follow(source, target, compared, report);
}

async function copyTables(
  source: MoveSource,
  target: PostgresRows,
  arrival: Arrival,
  report: MoveOptions["report"],
): Promise<void> {
  let { tables } = arrival;
  const note = async (name: string, place: Row | null) => {
    tables = { ...tables, [name]: place };
    await noteArrival(target, { ...arrival, tables });
  };
  for (const table of source.tables) {
    const place = tables[table.name];
    if (place === null) continue;
    let rows = 0;
    for await (const page of pagesOf(source.rows, table, place)) {
      await target.transaction(async () => {
        await target.insert(table, page);
        await note(table.name, keyOf(table, page.at(-1) ?? []));
      });
      rows += page.length;
      report({ kind: "copying", table: table.name, rows });
    }
    await note(table.name, null);
    // The planner would otherwise believe for a minute that the table is empty.
    await target.query(`analyze "${table.name}"`);
  }
}

/** Until few are left, or it does not get better. */
async function follow(
  source: MoveSource,
  target: PostgresRows,
  after: number,
  report: MoveOptions["report"],
): Promise<number> {
  let applied = after;
  for (let round = 0; round < longestFollowing; round += 1) {
    const left = countChanges(source.db, applied);
    report({ kind: "following", changes: left });
    if (left === 0) break;
    applied = await applyAll(source, target, applied, source.rows);
    if (left < fewChanges / 2) break;
  }
  return applied;
}

/** Those that are written down at this moment. */
async function applyAll(
  { db, tables }: Pick<MoveSource, "db" | "tables">,
  target: PostgresRows,
  after: number,
  rows: Rows,
): Promise<number> {
  let applied = after;
  for (let left = countChanges(db, after); left > 0; ) {
    const changes = readChanges(db, applied, chunk);
    await target.transaction(() => apply(changes, tables, rows, target));
    applied = changes.until;
    left -= changes.count;
  }
  return applied;
}

/** Whatever became of the rows: they are now as they are in the file. */
async function apply(
  { keys }: Changes,
  tables: MoveSource["tables"],
  from: Rows,
  target: PostgresRows,
): Promise<void> {
  const changed = tables.flatMap((table) => {
    const those = keys.get(table.name);
    return those === undefined ? [] : [{ table, those }];
  });
  for (const { table, those } of changed) if (!table.isGuarded) await target.delete(table, those);
  for (const { table, those } of changed) await target.insert(table, await from.find(table, those));
  // What was pruned goes last: only then does the rest of the copy say that it may.
  for (const { table, those } of changed) {
    if (table.isGuarded) await target.delete(table, await goneOf(table, those, from));
  }
}

async function goneOf(table: CopiedTable, keys: readonly Row[], from: Rows): Promise<readonly Row[]> {
  const here = new Set((await from.find(table, keys)).map((row) => JSON.stringify(keyOf(table, row))));
  return keys.filter((key) => !here.has(JSON.stringify(key)));
}

/** Everything, in a snapshot: nobody waits, and nobody but us writes to the copy. */
async function compare(
  source: MoveSource,
  target: PostgresRows,
  after: number,
  report: MoveOptions["report"],
): Promise<number> {
  return source.snapshot(async (rows, db) => {
    const applied = await applyAll({ db, tables: source.tables }, target, after, rows);
    for (const table of source.tables) {
      let count = 0;
      await requireSameTable(table, rows, target, (more) => {
        count += more;
        report({ kind: "comparing", table: table.name, rows: count });
      });
    }
    return applied;
  });
}

interface CutOver {
  readonly report: MoveOptions["report"];
  readonly moved: () => DataMoved["moved"];
}

/** Returns how many changes were left for it. */
async function cutOver(
  source: MoveSource,
  target: PostgresRows,
  after: number,
  { report, moved }: CutOver,
): Promise<number> {
  let applied = after;
  for (let most = fewChanges; ; most *= 2) {
    report({ kind: "closing" });
    const left = await source.exclusively(async () => {
      const found = countChanges(source.db, applied);
      if (found > most) return undefined;
      await finish(source, target, applied);
      closeForGood(source, moved());
      return found;
    });
    if (left !== undefined) return left;
    // More than writers should wait for.
    applied = await follow(source, target, applied, report);
  }
}

/** The last changes, and each of them read back. */
async function finish(source: MoveSource, target: PostgresRows, after: number): Promise<void> {
  const changes = readChanges(source.db, after, Number.MAX_SAFE_INTEGER);
  await target.transaction(async () => {
    // Writers wait: a database that does not answer must not keep them.
    await target.query("set local statement_timeout = '3s'");
    await apply(changes, source.tables, source.rows, target);
    for (const table of source.tables) {
      const keys = changes.keys.get(table.name);
      if (keys === undefined) continue;
      await requireSameRows(table, keys, source.rows, target);
    }
  });
}

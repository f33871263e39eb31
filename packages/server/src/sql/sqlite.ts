/**
 * The SQLite driver: one connection that writes, with group commit, and one that only reads. In WAL mode the
 * reader sees the last commit while a transaction is open, and other processes may read and write the same file.
 */
import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely, type Logger } from "kysely";
import type { CommitWatch, Database } from "./database.ts";
import type { Schema } from "./schema.ts";
import { createSqliteDialect } from "./sqlite-dialect.ts";
import { createWriteQueue } from "./write-queue.ts";

/** Opens the file, or creates it readable by its owner alone. `log` is told of every statement. */
export function openSqlite(file: string, log?: Logger, onCommit?: CommitWatch): Database {
  closeSync(openSync(file, "a", 0o600));
  const writerDb = openConnection(file, { cacheMiB: 32, busyMs: 0 });
  const readerDb = openConnection(file, { cacheMiB: 64, busyMs: 5000 });
  readerDb.exec("PRAGMA query_only = ON");

  const logging = log === undefined ? {} : { log };
  const open = (db: DatabaseSync, role: "reader" | "writer") =>
    new Kysely<Schema>({
      dialect: createSqliteDialect(db, { role, isLogged: log !== undefined }),
      ...logging,
    });
  const reader = open(readerDb, "reader");
  const writer = open(writerDb, "writer");
  const queue = createWriteQueue(writerDb, onCommit);
  const write: Database["write"] = (work, last) =>
    queue.run(async () => {
      const value = await work(writer);
      await last?.(writer);
      return value;
    });

  return {
    // Commands beside the server change nothing that it caches.
    isShared: false,
    commitsTogether: true,
    reader,
    write,
    migrate: write,
    load: () => ({ writesWaiting: queue.waiting(), connections: [] }),
    async close() {
      try {
        await queue.close();
      } finally {
        readerDb.close();
        writerDb.close();
      }
    },
  };
}

/** With the settings that make a commit durable. */
export function openConnection(file: string, { cacheMiB, busyMs }: { cacheMiB: number; busyMs: number }) {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false, timeout: 5000 });
  // FULL: a commit returns after fsync. fullfsync makes macOS flush the disk's own cache too.
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = ${64 * 1024 * 1024};
    PRAGMA cache_size = ${-cacheMiB * 1024};
    PRAGMA busy_timeout = ${busyMs};
  `);
  return db;
}

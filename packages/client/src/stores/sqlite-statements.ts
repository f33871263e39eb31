import type { SqliteDatabase, SqliteStatement } from "./sqlite-database.ts";
import type { TableNames } from "./table-names.ts";

export type SqliteStatements = Readonly<Record<keyof ReturnType<typeof statements>, SqliteStatement>>;

/** How long a statement waits for another process's, in milliseconds. Each of them takes far less than one. */
const busyTimeoutMs = 5_000;

/** Makes the tables where they are not there yet, and prepares everything once. */
export function prepareSqlite(database: SqliteDatabase, names: TableNames): SqliteStatements {
  database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  useWriteAheadLog(database);
  database.exec(schema(names));
  const prepared = Object.entries(statements(names)).map(([name, sql]) => [name, database.prepare(sql)]);
  return Object.fromEntries(prepared);
}

/**
 * So that readers and writers do not wait for each other. Two processes who switch a new file at the same moment may both be told
 * that it is busy; it works without as well, and whoever opens it next switches it.
 */
function useWriteAheadLog(database: SqliteDatabase): void {
  try {
    database.exec("pragma journal_mode = wal");
  } catch {}
}

function schema({ entries, leases, subjectIndex, expiryIndex }: TableNames): string {
  return `
    create table if not exists ${entries} (
      id text not null primary key, subject text, value text not null, version integer not null,
      expires_at integer not null
    );
    create index if not exists ${subjectIndex} on ${entries} (subject) where subject is not null;
    create index if not exists ${expiryIndex} on ${entries} (expires_at);
    create table if not exists ${leases} (
      id text not null primary key, owner text not null, expires_at integer not null
    ) without rowid;`;
}

/** Each is one statement, and so one step to every other process. */
function statements({ entries, leases }: TableNames) {
  const columns = "value, version, expires_at, subject";
  return {
    insert: `insert into ${entries} as held (id, subject, value, version, expires_at) values (?, ?, ?, 1, ?)
      on conflict (id) do update set subject = excluded.subject, value = excluded.value, version = 1,
        expires_at = excluded.expires_at
      where held.expires_at <= ?`,
    read: `select ${columns} from ${entries} where id = ? and expires_at > ?`,
    replace: `update ${entries} set value = ?, expires_at = ?, version = version + 1
      where id = ? and version = ? and expires_at > ?`,
    take: `delete from ${entries} where id = ? and expires_at > ? returning ${columns}`,
    remove: `delete from ${entries} where id = ? and expires_at > ? and (? is null or version = ?)`,
    removeSubject: `delete from ${entries} where subject = ? and expires_at > ?`,
    prune: `delete from ${entries} where id in (select id from ${entries} where expires_at <= ? limit ?)`,
    acquire: `insert into ${leases} as held (id, owner, expires_at) values (?, ?, ?)
      on conflict (id) do update set owner = excluded.owner, expires_at = excluded.expires_at
      where held.owner = excluded.owner or held.expires_at <= ?`,
    release: `delete from ${leases} where id = ? and owner = ?`,
    pruneLeases: `delete from ${leases} where id in (select id from ${leases} where expires_at <= ? limit ?)`,
  };
}

import type { TableNames } from "./table-names.ts";

/** Epoch milliseconds by the database's clock as it is now, not as it was when a transaction began. */
const now = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

/**
 * Each is one statement, and so one step to everybody else: whoever comes second waits for the row and then looks at it anew
 * (PostgreSQL, "Read Committed Isolation Level").
 */
export function postgresStatements({ entries, leases }: TableNames) {
  const columns = "value, version, expires_at, subject";
  const isAlive = `expires_at > ${now}`;
  return {
    insert: `insert into ${entries} as held (id, subject, value, version, expires_at) values ($1, $2, $3, 1, $4)
      on conflict (id) do update set subject = excluded.subject, value = excluded.value, version = 1,
        expires_at = excluded.expires_at
      where held.expires_at <= ${now}`,
    read: `select ${columns} from ${entries} where id = $1 and ${isAlive}`,
    replace: `update ${entries} set value = $3, expires_at = $4, version = version + 1
      where id = $1 and version = $2 and ${isAlive}`,
    take: `delete from ${entries} where id = $1 and ${isAlive} returning ${columns}`,
    remove: `delete from ${entries} where id = $1 and ${isAlive} and ($2::integer is null or version = $2)`,
    removeSubject: `delete from ${entries} where subject = $1 and ${isAlive}`,
    // The clock is asked once, in a subquery, or the index could not be used.
    prune: `delete from ${entries} where expires_at <= (select ${now}) and id in
      (select id from ${entries} where expires_at <= (select ${now}) limit $1)`,
    // The end is counted from when the row was had, not from before waiting for it.
    acquire: `insert into ${leases} as held (id, owner, expires_at) values ($1, $2, ${now} + $3::bigint)
      on conflict (id) do update set owner = excluded.owner, expires_at = ${now} + $3::bigint
      where held.owner = excluded.owner or held.expires_at <= ${now}`,
    release: `delete from ${leases} where id = $1 and owner = $2`,
    pruneLeases: `delete from ${leases} where expires_at <= (select ${now}) and id in
      (select id from ${leases} where expires_at <= (select ${now}) limit $1)`,
  };
}

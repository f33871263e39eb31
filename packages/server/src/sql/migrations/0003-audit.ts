/**
 * The audit log. The database refuses to change a record or a segment, and to remove one that its chain's head does not call pruned:
 * a mistake of this program's, or of somebody at a prompt, ends there. Whoever may drop a trigger may do it all the same, which
 * is what the chain is for. It is all there is where an engine speaks PostgreSQL's protocol and lacks plpgsql: nothing else there raises an error
 * for a row (a rule passes over it in silence, and privileges do not bind the owner). `poolhouse doctor` tells of guards that are missing.
 */
import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import { byKey, isSqlite } from "./by-key.ts";

export async function addAudit(db: Kysely<Schema>): Promise<void> {
  for (const statement of tablesByKey) await sql.raw(`${statement} ${byKey(db)}`).execute(db);
  for (const statement of [...tables, ...(await guardsFor(db))]) await sql.raw(statement).execute(db);
}

async function guardsFor(db: Kysely<Schema>): Promise<readonly string[]> {
  if (isSqlite(db)) return sqliteGuards;
  const { rows } = await sql`select 1 from pg_language where lanname = 'plpgsql'`.execute(db);
  return rows.length > 0 ? postgresGuards : [];
}

const tablesByKey = [
  `create table audit_waiting (
    pool_id text not null,
    record_id text not null,
    primary key (pool_id, record_id)
  )`,
];

const tables = [
  `create table audit_records (
    pool_id text not null,
    record_id text not null,
    at bigint not null,
    actor_kind text not null,
    actor_id text not null,
    source text,
    action text not null,
    request_id text,
    changes text not null,
    mac text not null,
    primary key (pool_id, record_id)
  )`,
  `create table audit_segments (
    pool_id text not null,
    number bigint not null,
    links text not null,
    sealed_at bigint not null,
    mac text not null,
    primary key (pool_id, number)
  )`,
  `create table audit_heads (
    pool_id text not null primary key,
    last_number bigint not null,
    last_mac text not null,
    pruned_number bigint not null,
    pruned_mac text not null,
    pruned_before bigint not null,
    mac text not null
  )`,
];

const refusal = "the audit log is append-only";

/** Which old rows their chain's head calls pruned. */
const isPruned = {
  audit_records: "exists (select 1 from audit_heads where pool_id = old.pool_id and pruned_before > old.at)",
  audit_segments:
    "exists (select 1 from audit_heads where pool_id = old.pool_id and pruned_number >= old.number)",
};

const sqliteGuards = Object.entries(isPruned).flatMap(([table, condition]) => [
  `create trigger ${table}_stay before update on ${table} begin select raise(abort, '${refusal}'); end`,
  `create trigger ${table}_remain before delete on ${table} when not ${condition} begin select raise(abort, '${refusal}'); end`,
]);

const postgresGuards = Object.entries(isPruned).flatMap(([table, condition]) => [
  `create function ${table}_guard() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' and ${condition} then return old; end if;
    raise exception '${refusal}';
  end $$`,
  `create trigger ${table}_stay before update or delete on ${table} for each row execute function ${table}_guard()`,
]);

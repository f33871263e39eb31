import type { ClientError } from "../errors/client-error.ts";
import { explainedError } from "../errors/explained-error.ts";
import type { PostgresPool, PostgresStoreOptions } from "./postgres-pool.ts";
import { type TableNames, tableNamesInSchema } from "./table-names.ts";

/**
 * The statements that make `postgresStore`'s tables, for a migration run by a role that may create them. They change nothing
 * where the tables are there. The store itself then needs `select`, `insert`, `update` and `delete` on both.
 *
 * Throws `config_invalid` for a table name that is none.
 */
export function postgresSchema(options: PostgresStoreOptions = {}): string {
  return `${schema(tableNamesInSchema(options.table ?? "poolhouse_sessions")).join(";\n")};\n`;
}

/** Makes the tables where they are not there yet. Throws `store_unavailable` where that is not allowed. */
export async function preparePostgres(pool: PostgresPool, names: TableNames): Promise<void> {
  // Asked first, because `create … if not exists` needs the right to create even where there is nothing to create.
  const { rows } = await pool.query(
    "select 1 where to_regclass($1) is not null and to_regclass($2) is not null",
    [names.entries, names.leases],
  );
  if (rows.length > 0) return;
  for (const statement of schema(names)) await create(pool, statement, names);
}

/** `if not exists` does not see what another connection is just about to commit: then the catalogue does. */
const madeByAnother: readonly unknown[] = ["23505", "42P07", "42710"];
const notAllowed = "42501";

async function create(pool: PostgresPool, statement: string, names: TableNames): Promise<void> {
  try {
    await pool.query(statement, []);
  } catch (error) {
    const code = codeOf(error);
    if (madeByAnother.includes(code)) return;
    throw code === notAllowed ? mayNotCreate(names, error) : error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function mayNotCreate({ entries }: TableNames, cause: unknown): ClientError {
  const cure = "Run what postgresSchema() returns, as a role that may";
  return explainedError(
    "store_unavailable",
    `PostgreSQL: there is no table ${entries}, and this role may not create it. ${cure}`,
    { cause },
  );
}

function schema({ entries, leases, subjectIndex, expiryIndex }: TableNames): string[] {
  return [
    `create table if not exists ${entries} (
      id text collate "C" primary key, subject text collate "C", value text not null, version integer not null,
      expires_at bigint not null)`,
    `create index if not exists ${subjectIndex} on ${entries} (subject) where subject is not null`,
    `create index if not exists ${expiryIndex} on ${entries} (expires_at)`,
    `create table if not exists ${leases} (
      id text collate "C" primary key, owner text not null, expires_at bigint not null)`,
  ];
}

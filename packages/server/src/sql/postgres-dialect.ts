/** Kysely over PostgreSQL: how a compiled statement is sent, and what its answer becomes. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import type { QueryResult as PgResult, QueryConfig } from "pg";
import { singleConnectionDriver } from "./single-connection-driver.ts";
import { storedText } from "./stored-text.ts";

export type Execute = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

/** One for all: `prepared.ts` keeps a statement per adapter. */
const adapter = new PostgresAdapter();

export function createPostgresDialect(execute: Execute): Dialect {
  const connection: DatabaseConnection = {
    // The row type is what Kysely derived from the statement.
    executeQuery: <Row>(query: CompiledQuery) => execute(query) as Promise<QueryResult<Row>>,
    streamQuery() {
      throw new Error("Answers come whole; ask for a page.");
    },
  };
  return {
    createAdapter: () => adapter,
    createDriver: () => singleConnectionDriver(connection),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Statements are parsed and planned once per connection, under a name of their text. Returns how to send one. */
export function createStatements(hasNames: boolean): (query: CompiledQuery) => QueryConfig {
  const names = new Map<string, string>();
  return ({ sql, parameters }) => {
    let name = names.get(sql);
    if (name === undefined && hasNames && names.size < nameLimit && !isDefinition(sql)) {
      name = `poolhouse_${names.size}`;
      names.set(sql, name);
    }
    const text = isDefinition(sql) ? withByteOrder(sql) : sql;
    return { text, values: parameters.map(toText), ...(name !== undefined && { name }) };
  };
}

export function toResult({ command, rowCount, rows }: PgResult): QueryResult<unknown> {
  const isChange = command === "INSERT" || command === "UPDATE" || command === "DELETE";
  return { rows, ...(isChange && { numAffectedRows: BigInt(rowCount ?? 0) }) };
}

/** Lists have texts of several lengths. What comes after these is sent without a name. */
const nameLimit = 512;

function isDefinition(sql: string): boolean {
  return /^(?:create|alter) /.test(sql);
}

/** Texts sort by their bytes, as everywhere else in here, and not by the language of whoever created the database. */
function withByteOrder(sql: string): string {
  return sql.replace(/\btext\b/g, 'text collate "C"');
}

function toText(value: unknown): unknown {
  return typeof value === "string" ? storedText(value) : value;
}

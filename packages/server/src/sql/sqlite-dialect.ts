/** Kysely over one open SQLite connection, with every statement prepared once. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { goDirectly } from "./direct.ts";
import { singleConnectionDriver } from "./single-connection-driver.ts";
import { storedText } from "./stored-text.ts";
import { asUnavailable } from "./unavailable.ts";

export interface ConnectionUse {
  /** A writer refuses every statement outside of a transaction, so that a forgotten `await` cannot commit by itself. */
  readonly role: "reader" | "writer";
  /** Kysely's executor tells it of every statement, so none may go around that. */
  readonly isLogged: boolean;
}

export function createSqliteDialect(db: DatabaseSync, { role, isLogged }: ConnectionUse): Dialect {
  const connection = createConnection(db, role);
  return {
    createAdapter() {
      const adapter = new SqliteAdapter();
      if (!isLogged) goDirectly(adapter, connection);
      return adapter;
    },
    createDriver: () => singleConnectionDriver(connection),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Exported for its test. */
export const statementLimit = 512;

/** Statements by their text, the least recently used going first. */
export function createStatementCache(db: DatabaseSync): (sql: string) => Prepared {
  const statements = new Map<string, Prepared>();
  return (sql) => {
    let prepared = statements.get(sql);
    if (prepared === undefined) {
      const statement = db.prepare(sql);
      prepared = { statement, returnsRows: statement.columns().length > 0 };
      const oldest = statements.size < statementLimit ? undefined : statements.keys().next().value;
      if (oldest !== undefined) statements.delete(oldest);
    } else {
      statements.delete(sql);
    }
    statements.set(sql, prepared);
    return prepared;
  };
}

function toText<Value>(value: Value): Value | string {
  return typeof value === "string" ? storedText(value) : value;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

function createConnection(db: DatabaseSync, role: ConnectionUse["role"]): DatabaseConnection {
  const prepare = createStatementCache(db);

  function execute<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    if (role === "writer" && !db.isTransaction) throw new Error(`No transaction is open for: ${sql}`);
    const { statement, returnsRows } = prepare(sql);
    // Kysely types parameters as unknown; what SQLite cannot hold makes node:sqlite throw.
    const values = (parameters as (string | number | null)[]).map(toText);
    if (!returnsRows) return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
    // The row type is what Kysely derived from the statement.
    return { rows: statement.all(...values) as Row[] };
  }

  return {
    // async, so that a refused statement rejects instead of throwing
    async executeQuery(query) {
      try {
        return execute(query);
      } catch (error) {
        // A write is told by its transaction, which this may have ended.
        throw role === "reader" ? asUnavailable(error) : error;
      }
    },
    streamQuery() {
      throw new Error("SQLite answers come whole; ask for a page.");
    },
  };
}

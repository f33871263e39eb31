/**
 * The way around Kysely's executor for statements that are compiled once (`prepared.ts`). With one connection there is none to
 * choose, and the promises of choosing it cost a third of what running a statement does.
 */
import type { DatabaseConnection, DialectAdapter } from "kysely";

const connections = new WeakMap<DialectAdapter, DatabaseConnection>();

/** `adapter` is of one dialect alone, and `connection` the only one it has. */
export function goDirectly(adapter: DialectAdapter, connection: DatabaseConnection): void {
  connections.set(adapter, connection);
}

/** Undefined where Kysely chooses the connection, or tells a log of what it runs. */
export function directConnection(adapter: DialectAdapter): DatabaseConnection | undefined {
  return connections.get(adapter);
}

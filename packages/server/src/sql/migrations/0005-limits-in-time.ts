/** When a browser's session was last used, and after how many days a pool removes unfinished accounts. Only adds. */
import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

export async function limitInTime(db: Kysely<Schema>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // A version before this one leaves 0 behind: last used when it began.
  "alter table browser_sessions add column last_used_at bigint not null default 0",
  "alter table pools add column unfinished_account_days bigint not null default 0",
];

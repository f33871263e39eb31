/** Which browser somebody signed in with. Only adds: a version before this one leaves nothing behind. */
import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

export async function nameBrowsers(db: Kysely<Schema>): Promise<void> {
  await sql.raw("alter table browser_sessions add column browser text").execute(db);
}

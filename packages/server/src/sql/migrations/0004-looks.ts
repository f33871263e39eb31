/** How the pages of an app look, and what its people agree to. Only adds. Every engine understands these statements. */
import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

export async function addLooks(db: Kysely<Schema>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table brandings (
    pool_id text not null,
    client_id text not null,
    kind text not null,
    branding_id text not null,
    content text not null,
    files text not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (pool_id, client_id, kind)
  )`,
  "create index brandings_by_pool_id_branding_id on brandings (pool_id, branding_id)",
  `create table terms (
    pool_id text not null,
    terms_id text not null,
    client_id text not null,
    name text not null,
    links text not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (pool_id, terms_id)
  )`,
  // An app has one of each name.
  "create unique index terms_by_pool_id_client_id_name on terms (pool_id, client_id, name)",
];

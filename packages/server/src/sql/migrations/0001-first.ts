/** The first schema. What each column holds is told in `schema.ts` and, for the rules, in `core/`. */
import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";
import { byKey } from "./by-key.ts";

export async function createFirstTables(db: Kysely<Schema>): Promise<void> {
  for (const table of [
    ...houseTables(db),
    ...poolTables(db),
    ...peopleTables(db),
    ...signInTables(db),
    ...recordTables(db),
  ]) {
    await table.execute();
  }
  for (const index of indexes(db)) await index.execute();
}

type Build = CreateTableBuilder<string, never>;

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Small, and many. */
const tablesByKey: ReadonlySet<keyof Schema> = new Set<keyof Schema>([
  "sign_in_names",
  "user_index",
  "group_members",
  "families",
  "authorization_codes",
  "browser_sessions",
  "single_use",
  "verification_codes",
  "attempts",
]);

/** Names ending in `?` may be null. A table's key is its first columns. */
function table(
  db: Kysely<Schema>,
  name: keyof Schema,
  key: readonly string[],
  texts: string,
  numbers: string,
) {
  let build: Build = db.schema.createTable(name);
  for (const [type, columns] of [
    ["text", [...key, ...texts.split(" ")]],
    ["bigint", numbers.split(" ")],
  ] as const) {
    for (const column of columns.filter((each) => each !== "")) {
      build = column.endsWith("?")
        ? build.addColumn(column.slice(0, -1), type)
        : build.addColumn(column, type, required);
    }
  }
  // Kysely tracks the added columns in the type; here their names are data.
  build = build.addPrimaryKeyConstraint(`${name}_key`, [...key] as never[]);
  return tablesByKey.has(name) ? build.modifyEnd(sql.raw(byKey(db))) : build;
}

function houseTables(db: Kysely<Schema>) {
  return [
    table(db, "instance", ["name"], "value", ""),
    table(db, "access_keys", ["access_key_id"], "sealed_secret scope pool_id? description", "created_at"),
  ];
}

function poolTables(db: Kysely<Schema>) {
  const server = ["pool_id", "identifier"];
  const client = ["pool_id", "client_id"];
  return [
    table(db, "pools", ["pool_id"], "settings mfa", "has_eternal_id_tokens created_at modified_at"),
    table(
      db,
      "signing_keys",
      ["pool_id", "key_id"],
      "token_use public_jwk sealed_private_key",
      "created_at active_from",
    ),
    table(db, "resource_servers", server, "name scopes", ""),
    table(db, "clients", client, "settings token_options secrets", "created_at modified_at"),
  ];
}

function peopleTables(db: Kysely<Schema>) {
  const group = ["pool_id", "name"];
  return [
    table(
      db,
      "users",
      ["pool_id", "sub"],
      "username status attributes password_hash?",
      "is_enabled temporary_password_expires_at? created_at modified_at",
    ),
    table(db, "sign_in_names", ["pool_id", "name"], "kind sub", ""),
    table(db, "user_index", ["pool_id", "attribute", "value", "sub"], "", ""),
    table(db, "groups", group, "description? role_arn?", "precedence? created_at modified_at"),
    table(db, "group_members", ["pool_id", "sub", "group_name"], "", ""),
    table(
      db,
      "families",
      ["pool_id", "sub", "family_id"],
      "client_id scopes end_reason?",
      "generation rotated_at? is_hosted authenticated_at created_at expires_at ended_at?",
    ),
  ];
}

function signInTables(db: Kysely<Schema>) {
  return [
    table(
      db,
      "authorization_codes",
      ["pool_id", "code_hash"],
      "client_id sub family_id redirect_uri scopes nonce? code_challenge?",
      "authenticated_at expires_at used_at?",
    ),
    table(db, "browser_sessions", ["pool_id", "session_hash"], "sub", "authenticated_at expires_at"),
    table(db, "flows", ["pool_id", "flow_id"], "browser_hash client_id state", "version expires_at"),
    table(db, "single_use", ["pool_id", "id"], "", "expires_at"),
    table(db, "verification_codes", ["pool_id", "sub", "purpose"], "code_hash", "expires_at"),
    table(db, "attempts", ["pool_id", "subject"], "", "failures counted_at locked_until"),
  ];
}

function recordTables(db: Kysely<Schema>) {
  return [
    table(
      db,
      "messages",
      ["pool_id", "message_id"],
      "medium recipient subject? sealed_body",
      "created_at sent_at?",
    ),
    table(db, "events", ["pool_id", "request_id"], "door cause error detail", "at"),
  ];
}

function indexes(db: Kysely<Schema>) {
  return [
    // A client id alone names its pool.
    index(db, "clients", ["client_id"]).unique(),
    // What belongs to a person, where the key cannot say so.
    index(db, "sign_in_names", ["pool_id", "sub"]),
    index(db, "group_members", ["pool_id", "group_name", "sub"]),
    index(db, "authorization_codes", ["pool_id", "sub"]),
    index(db, "browser_sessions", ["pool_id", "sub"]),
    index(db, "events", ["request_id"]),
    index(db, "events", ["pool_id", "at"]),
    // For pruning, which goes over all pools.
    index(db, "events", ["at"]),
    index(db, "messages", ["created_at"]),
    index(db, "families", ["expires_at"]),
    index(db, "authorization_codes", ["expires_at"]),
    index(db, "browser_sessions", ["expires_at"]),
    index(db, "flows", ["expires_at"]),
    index(db, "single_use", ["expires_at"]),
    index(db, "verification_codes", ["expires_at"]),
    index(db, "attempts", ["counted_at"]),
  ];
}

function index(db: Kysely<Schema>, name: keyof Schema, columns: readonly string[]) {
  return db.schema
    .createIndex(`${name}_by_${columns.join("_")}`)
    .on(name)
    .columns([...columns]);
}

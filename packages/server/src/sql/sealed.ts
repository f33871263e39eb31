/** Sealed texts wherever they stand, a page at a time, for the change to another master key; and what the database keeps of its keys. */
import { type Kysely, sql } from "kysely";
import type { SealedPlace, SealedTable } from "../core/sealing/sealed-text.ts";
import { houseMark, houseOfCheck } from "./house-mark.ts";
import type { Schema } from "./schema.ts";

interface Place {
  readonly table: keyof Schema;
  /** The primary key. */
  readonly key: readonly string[];
  readonly column: string;
}

const places: Readonly<Record<SealedPlace, Place>> = {
  accessKeys: { table: "access_keys", key: ["access_key_id"], column: "sealed_secret" },
  clients: { table: "clients", key: ["pool_id", "client_id"], column: "secrets" },
  devices: { table: "devices", key: ["pool_id", "sub", "device_key"], column: "sealed_verifier" },
  messages: { table: "messages", key: ["pool_id", "message_id"], column: "sealed_body" },
  passwordVerifiers: { table: "users", key: ["pool_id", "sub"], column: "sealed_srp" },
  pendingSoftwareTokens: {
    table: "software_tokens",
    key: ["pool_id", "sub"],
    column: "sealed_pending_secret",
  },
  signingKeys: { table: "signing_keys", key: ["pool_id", "key_id"], column: "sealed_private_key" },
  softwareTokens: { table: "software_tokens", key: ["pool_id", "sub"], column: "sealed_secret" },
  triggerTargets: { table: "pools", key: ["pool_id"], column: "trigger_targets" },
};

/** Keys and sealed texts are texts in every table. */
type Texts = Kysely<Record<string, Record<string, string>>>;

export function sealedTable(db: Kysely<Schema>): SealedTable {
  const texts = db as unknown as Texts;
  return {
    async list(place, after, limit) {
      const { table, key, column } = places[place];
      const columns = sql.join(key.map((name) => sql.ref(name)));
      // No part of a key is empty, so that everything comes after that.
      const from = sql.join(after ?? key.map(() => ""));
      const rows = await texts
        .selectFrom(table)
        .select([...key, column])
        .where(sql<boolean>`(${columns}) > (${from})`)
        .where(column, "is not", null)
        .orderBy(columns)
        .limit(limit)
        .execute();
      return rows.map((row) => ({ place, key: key.map((name) => row[name] ?? ""), text: row[column] ?? "" }));
    },
    async replace(old, text) {
      const { table, key, column } = places[old.place];
      let update = texts.updateTable(table).set({ [column]: text });
      for (const [index, name] of key.entries()) update = update.where(name, "=", old.key[index] ?? "");
      const { numUpdatedRows } = await update.where(column, "=", old.text).executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
    findCheck: () => findMasterKeyCheck(db),
    async replaceCheck(old, by) {
      const { numUpdatedRows } = await db
        .updateTable("instance")
        .set({ value: by })
        .where("name", "=", checkName)
        .where("value", "=", old)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      await db
        .insertInto("instance")
        .values({ name: houseMark, value: houseOfCheck(old) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return true;
    },
    listIntegrityKeys: () => listIntegrityKeys(db),
    async putIntegrityKey(keyId, value) {
      await db
        .insertInto("instance")
        .values({ name: integrityKeyName + keyId, value })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
        .execute();
    },
  };
}

export async function findMasterKeyCheck(db: Kysely<Schema>): Promise<string | undefined> {
  const row = await db
    .selectFrom("instance")
    .select("value")
    .where("name", "=", checkName)
    .executeTakeFirst();
  return row?.value;
}

export async function listIntegrityKeys(db: Kysely<Schema>): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom("instance")
    .selectAll()
    .where("name", "like", `${integrityKeyName}%`)
    .execute();
  return new Map(rows.map(({ name, value }) => [name.slice(integrityKeyName.length), value]));
}

export const checkName = "master-key-check";
const integrityKeyName = "integrity-key ";

import type { Kysely } from "kysely";
import { clientId, poolId } from "../core/ids.ts";
import type { Terms, TermsTable } from "../core/terms/terms.ts";
import type { Schema } from "./schema.ts";

export function termsTable(db: Kysely<Schema>): TermsTable {
  const select = (pool: string) => db.selectFrom("terms").selectAll().where("pool_id", "=", pool);
  return {
    async find(pool, id) {
      const row = await select(pool).where("terms_id", "=", id).executeTakeFirst();
      return row && toTerms(row);
    },
    async listOfClient(pool, client) {
      return (await select(pool).where("client_id", "=", client).orderBy("name").execute()).map(toTerms);
    },
    async list(pool, { limit, after }) {
      const page = after === undefined ? select(pool) : select(pool).where("terms_id", ">", after);
      return (await page.orderBy("terms_id").limit(limit).execute()).map(toTerms);
    },
    async count(pool) {
      const row = await db
        .selectFrom("terms")
        .select((all) => all.fn.countAll<number>().as("terms"))
        .where("pool_id", "=", pool)
        .executeTakeFirstOrThrow();
      return Number(row.terms);
    },
    async insert(terms) {
      const inserted = await db
        .insertInto("terms")
        .values(fromTerms(terms))
        .onConflict((conflict) => conflict.doNothing())
        .returning("terms_id")
        .executeTakeFirst();
      return inserted !== undefined;
    },
    async update(terms) {
      const { pool_id, terms_id, ...columns } = fromTerms(terms);
      const { numUpdatedRows } = await db
        .updateTable("terms")
        .set(columns)
        .where("pool_id", "=", pool_id)
        .where("terms_id", "=", terms_id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async delete(pool, id) {
      const { numDeletedRows } = await db
        .deleteFrom("terms")
        .where("pool_id", "=", pool)
        .where("terms_id", "=", id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async deleteOfClient(pool, client) {
      await db.deleteFrom("terms").where("pool_id", "=", pool).where("client_id", "=", client).execute();
    },
  };
}

function toTerms(row: Schema["terms"]): Terms {
  return {
    poolId: poolId(row.pool_id),
    termsId: row.terms_id,
    clientId: clientId(row.client_id),
    name: row.name,
    links: JSON.parse(row.links),
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  };
}

function fromTerms(terms: Terms): Schema["terms"] {
  return {
    pool_id: terms.poolId,
    terms_id: terms.termsId,
    client_id: terms.clientId,
    name: terms.name,
    links: JSON.stringify(terms.links),
    created_at: terms.createdAt,
    modified_at: terms.modifiedAt,
  };
}

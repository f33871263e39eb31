import { type Kysely, sql } from "kysely";
import type { FamilyTable } from "../core/tokens/family.ts";
import { deleteSome } from "./delete-some.ts";
import { findFamilyOfPerson } from "./family-of-person.ts";
import { fromFamily, toFamily } from "./family-rows.ts";
import { prepared, preparedRow } from "./prepared.ts";
import type { Schema } from "./schema.ts";

/** An access token minted with the last refresh token lives up to a day longer than that token. */
const longestAccessTokenMs = 24 * 60 * 60 * 1000;

export function familyTable(db: Kysely<Schema>): FamilyTable {
  return {
    async find(poolId, sub, familyId) {
      const [row] = await selectFamily(db, poolId, sub, familyId);
      return row && toFamily(row);
    },
    findOfPerson: (poolId, sub, familyId) => findFamilyOfPerson(db, poolId, sub, familyId),
    async listLivingOfUser(poolId, sub, now) {
      return (await selectLiving(db, poolId, sub, now)).map(toFamily);
    },
    async insert(family) {
      await insertFamily(db, fromFamily(family));
    },
    async touch(poolId, sub, familyId, ipAddress, now) {
      await db
        .updateTable("families")
        .set({ last_used_at: now, ...(ipAddress !== undefined && { ip_address: ipAddress }) })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("family_id", "=", familyId)
        .execute();
    },
    async rotate(poolId, sub, familyId, generation, now) {
      return (await rotateFamily(db, poolId, sub, familyId, generation, now)).length > 0;
    },
    async end(poolId, sub, familyId, reason, now) {
      const ended = await db
        .updateTable("families")
        .set({ ended_at: now, end_reason: reason })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("family_id", "=", familyId)
        .where("ended_at", "is", null)
        .returning("family_id")
        .executeTakeFirst();
      return ended !== undefined;
    },
    async endAllOfUser(poolId, sub, reason, now, except) {
      const living = db
        .updateTable("families")
        .set({ ended_at: now, end_reason: reason })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("ended_at", "is", null);
      await (except === undefined ? living : living.where("family_id", "!=", except)).execute();
    },
    prune(now, most) {
      return deleteSome(
        db,
        "families",
        ["pool_id", "sub", "family_id"],
        sql`expires_at <= ${now - longestAccessTokenMs}`,
        most,
      );
    },
  };
}

const selectFamily = prepared((db, poolId: string, sub: string, familyId: string) =>
  db
    .selectFrom("families")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("family_id", "=", familyId),
);

const insertFamily = preparedRow((db, family: Schema["families"]) =>
  db.insertInto("families").values(family),
);

const rotateFamily = prepared(
  (db, poolId: string, sub: string, familyId: string, generation: number, now: number) =>
    db
      .updateTable("families")
      .set((set) => ({ generation: set("generation", "+", 1), rotated_at: now }))
      .where("pool_id", "=", poolId)
      .where("sub", "=", sub)
      .where("family_id", "=", familyId)
      .where("generation", "=", generation)
      .where("ended_at", "is", null)
      .where("expires_at", ">", now)
      .returning("generation"),
);

const selectLiving = prepared((db, poolId: string, sub: string, now: number) =>
  db
    .selectFrom("families")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("ended_at", "is", null)
    .where("expires_at", ">", now)
    .orderBy("last_used_at")
    .orderBy("family_id"),
);

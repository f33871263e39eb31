import { type Kysely, sql } from "kysely";
import { poolId, sub } from "../core/ids.ts";
import type { VerificationCodeTable } from "../core/sign-in/verification-code.ts";
import { deleteSome } from "./delete-some.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const dayMs = 24 * 60 * 60 * 1000;

export function verificationCodeTable(db: Kysely<Schema>): VerificationCodeTable {
  return {
    async find(pool, person, purpose) {
      const [row] = await selectCode(db, pool, person, purpose);
      return (
        row && {
          poolId: poolId(row.pool_id),
          sub: sub(row.sub),
          purpose: row.purpose,
          codeHash: row.code_hash,
          sealedAddress: row.sealed_address ?? undefined,
          expiresAt: row.expires_at,
        }
      );
    },
    async put({ poolId, sub, purpose, codeHash, sealedAddress, expiresAt }) {
      const code = { code_hash: codeHash, sealed_address: sealedAddress ?? null, expires_at: expiresAt };
      await db
        .insertInto("verification_codes")
        .values({ pool_id: poolId, sub, purpose, ...code })
        .onConflict((conflict) => conflict.columns(["pool_id", "sub", "purpose"]).doUpdateSet(code))
        .execute();
    },
    async use(poolId, sub, purpose, codeHash) {
      const used = await db
        .deleteFrom("verification_codes")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("purpose", "=", purpose)
        .where("code_hash", "=", codeHash)
        .returning("purpose")
        .executeTakeFirst();
      return used !== undefined;
    },
    async delete(poolId, sub, purpose) {
      await db
        .deleteFrom("verification_codes")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("purpose", "=", purpose)
        .execute();
    },
    prune(now, most) {
      return deleteSome(
        db,
        "verification_codes",
        ["pool_id", "sub", "purpose"],
        sql`expires_at <= ${now - dayMs}`,
        most,
      );
    },
  };
}

const selectCode = prepared((db, poolId: string, sub: string, purpose: string) =>
  db
    .selectFrom("verification_codes")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("purpose", "=", purpose),
);

import type { Kysely } from "kysely";
import type { VerificationCodeTable } from "../core/sign-in/verification-code.ts";
import type { Schema } from "./schema.ts";

export function verificationCodeTable(db: Kysely<Schema>): VerificationCodeTable {
  return {
    async put({ poolId, sub, purpose, codeHash, expiresAt }) {
      const code = { code_hash: codeHash, expires_at: expiresAt };
      await db
        .insertInto("verification_codes")
        .values({ pool_id: poolId, sub, purpose, ...code })
        .onConflict((conflict) => conflict.columns(["pool_id", "sub", "purpose"]).doUpdateSet(code))
        .execute();
    },
    async prune(now) {
      await db.deleteFrom("verification_codes").where("expires_at", "<=", now).execute();
    },
  };
}

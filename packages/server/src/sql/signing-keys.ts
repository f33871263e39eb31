import type { Kysely, Selectable } from "kysely";
import { poolId } from "../core/ids.ts";
import type { SigningKey, SigningKeyTable } from "../core/tokens/signing-key.ts";
import type { Schema } from "./schema.ts";

export function signingKeyTable(db: Kysely<Schema>): SigningKeyTable {
  return {
    async list(poolId) {
      const rows = await db
        .selectFrom("signing_keys")
        .selectAll()
        .where("pool_id", "=", poolId)
        .orderBy("active_from")
        .orderBy("key_id")
        .execute();
      return rows.map(toSigningKey);
    },
    async insert(key) {
      await db
        .insertInto("signing_keys")
        .values({
          pool_id: key.poolId,
          key_id: key.keyId,
          token_use: key.tokenUse,
          public_jwk: JSON.stringify(key.publicJwk),
          sealed_private_key: key.sealedPrivateKey,
          created_at: key.createdAt,
          active_from: key.activeFrom,
        })
        .execute();
    },
    async delete(poolId, keyId) {
      await db.deleteFrom("signing_keys").where("pool_id", "=", poolId).where("key_id", "=", keyId).execute();
    },
  };
}

function toSigningKey(row: Selectable<Schema["signing_keys"]>): SigningKey {
  return {
    poolId: poolId(row.pool_id),
    keyId: row.key_id,
    tokenUse: row.token_use,
    publicJwk: JSON.parse(row.public_jwk),
    sealedPrivateKey: row.sealed_private_key,
    createdAt: row.created_at,
    activeFrom: row.active_from,
  };
}

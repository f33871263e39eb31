import { type Kysely, type Selectable, sql } from "kysely";
import { clientId, familyId, poolId, sub } from "../core/ids.ts";
import type { AuthorizationCode, AuthorizationCodeTable } from "../core/sign-in/authorization-code.ts";
import { deleteSome } from "./delete-some.ts";
import { prepared, preparedRow } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const dayMs = 24 * 60 * 60 * 1000;

export function authorizationCodeTable(db: Kysely<Schema>): AuthorizationCodeTable {
  return {
    async find(poolId, codeHash) {
      const [row] = await selectCode(db, poolId, codeHash);
      return row && toCode(row);
    },
    async insert(code) {
      await insertCode(db, fromCode(code));
    },
    async use(poolId, codeHash, now) {
      return (await useCode(db, poolId, codeHash, now)).length > 0;
    },
    async useAllOfUser(poolId, sub, now) {
      await db
        .updateTable("authorization_codes")
        .set({ used_at: now })
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("used_at", "is", null)
        .execute();
    },
    prune(now, most) {
      return deleteSome(
        db,
        "authorization_codes",
        ["pool_id", "code_hash"],
        sql`expires_at <= ${now - dayMs}`,
        most,
      );
    },
  };
}

const selectCode = prepared((db, poolId: string, codeHash: string) =>
  db
    .selectFrom("authorization_codes")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("code_hash", "=", codeHash),
);

const insertCode = preparedRow((db, code: Schema["authorization_codes"]) =>
  db.insertInto("authorization_codes").values(code),
);

const useCode = prepared((db, poolId: string, codeHash: string, now: number) =>
  db
    .updateTable("authorization_codes")
    .set({ used_at: now })
    .where("pool_id", "=", poolId)
    .where("code_hash", "=", codeHash)
    .where("used_at", "is", null)
    .returning("code_hash"),
);

function toCode(row: Selectable<Schema["authorization_codes"]>): AuthorizationCode {
  return {
    poolId: poolId(row.pool_id),
    codeHash: row.code_hash,
    clientId: clientId(row.client_id),
    sub: sub(row.sub),
    familyId: familyId(row.family_id),
    redirectUri: row.redirect_uri,
    scopes: JSON.parse(row.scopes),
    nonce: row.nonce ?? undefined,
    codeChallenge: row.code_challenge ?? undefined,
    authenticatedAt: row.authenticated_at,
    eventId: row.event_id ?? undefined,
    originSessionId: row.origin_session_id ?? undefined,
    expiresAt: row.expires_at,
  };
}

/** As it is when it is new. */
function fromCode(code: AuthorizationCode): Schema["authorization_codes"] {
  return {
    pool_id: code.poolId,
    code_hash: code.codeHash,
    client_id: code.clientId,
    sub: code.sub,
    family_id: code.familyId,
    redirect_uri: code.redirectUri,
    scopes: JSON.stringify(code.scopes),
    nonce: code.nonce ?? null,
    code_challenge: code.codeChallenge ?? null,
    authenticated_at: code.authenticatedAt,
    event_id: code.eventId ?? null,
    origin_session_id: code.originSessionId ?? null,
    expires_at: code.expiresAt,
    used_at: null,
  };
}

import type { Kysely } from "kysely";
import { poolId, sub } from "../core/ids.ts";
import type { BrowserSessionTable } from "../core/sign-in/browser-session.ts";
import type { Schema } from "./schema.ts";

export function browserSessionTable(db: Kysely<Schema>): BrowserSessionTable {
  return {
    async find(pool, sessionHash, now) {
      const row = await db
        .selectFrom("browser_sessions")
        .selectAll()
        .where("pool_id", "=", pool)
        .where("session_hash", "=", sessionHash)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      return (
        row && {
          poolId: poolId(row.pool_id),
          sessionHash: row.session_hash,
          sub: sub(row.sub),
          authenticatedAt: row.authenticated_at,
          expiresAt: row.expires_at,
        }
      );
    },
    async insert(session) {
      await db
        .insertInto("browser_sessions")
        .values({
          pool_id: session.poolId,
          session_hash: session.sessionHash,
          sub: session.sub,
          authenticated_at: session.authenticatedAt,
          expires_at: session.expiresAt,
        })
        .execute();
    },
    async delete(poolId, sessionHash) {
      await db
        .deleteFrom("browser_sessions")
        .where("pool_id", "=", poolId)
        .where("session_hash", "=", sessionHash)
        .execute();
    },
    async deleteAllOfUser(poolId, sub) {
      await db.deleteFrom("browser_sessions").where("pool_id", "=", poolId).where("sub", "=", sub).execute();
    },
    async prune(now) {
      await db.deleteFrom("browser_sessions").where("expires_at", "<=", now).execute();
    },
  };
}

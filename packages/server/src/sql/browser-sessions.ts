import { type Kysely, type Selectable, sql } from "kysely";
import { poolId, sub } from "../core/ids.ts";
import type { BrowserSession, BrowserSessionTable } from "../core/sign-in/browser-session.ts";
import { deleteSome } from "./delete-some.ts";
import type { Schema } from "./schema.ts";

export function browserSessionTable(db: Kysely<Schema>): BrowserSessionTable {
  return {
    async find(poolId, sessionHash, now) {
      const row = await db
        .selectFrom("browser_sessions")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("session_hash", "=", sessionHash)
        .where("expires_at", ">", now)
        .executeTakeFirst();
      return row && toSession(row);
    },
    async listOfUser(poolId, sub, now) {
      const rows = await db
        .selectFrom("browser_sessions")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("expires_at", ">", now)
        .orderBy("authenticated_at")
        .orderBy("session_hash")
        .execute();
      return rows.map(toSession);
    },
    async insert(session) {
      await db
        .insertInto("browser_sessions")
        .values({
          pool_id: session.poolId,
          session_hash: session.sessionHash,
          sub: session.sub,
          session_id: session.sessionId ?? null,
          ip_address: session.ipAddress ?? null,
          browser: session.browser ?? null,
          authenticated_at: session.authenticatedAt,
          last_used_at: session.lastUsedAt,
          expires_at: session.expiresAt,
        })
        .execute();
    },
    async touch(poolId, sessionHash, now) {
      await db
        .updateTable("browser_sessions")
        .set({ last_used_at: now })
        .where("pool_id", "=", poolId)
        .where("session_hash", "=", sessionHash)
        .where("last_used_at", "<", now)
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
    prune(now, most) {
      return deleteSome(db, "browser_sessions", ["pool_id", "session_hash"], sql`expires_at <= ${now}`, most);
    },
  };
}

function toSession(row: Selectable<Schema["browser_sessions"]>): BrowserSession {
  return {
    poolId: poolId(row.pool_id),
    sessionHash: row.session_hash,
    sub: sub(row.sub),
    sessionId: row.session_id ?? undefined,
    ipAddress: row.ip_address ?? undefined,
    browser: row.browser ?? undefined,
    authenticatedAt: row.authenticated_at,
    lastUsedAt: Math.max(row.last_used_at, row.authenticated_at),
    expiresAt: row.expires_at,
  };
}

import type { Kysely } from "kysely";
import { poolId } from "../core/ids.ts";
import type { MessageTable } from "../core/messages/message.ts";
import type { Schema } from "./schema.ts";

export function messageTable(db: Kysely<Schema>): MessageTable {
  return {
    async insert(message) {
      await db
        .insertInto("messages")
        .values({
          pool_id: message.poolId,
          message_id: message.messageId,
          medium: message.medium,
          recipient: message.to,
          subject: message.subject ?? null,
          sealed_body: message.sealedBody,
          created_at: message.createdAt,
          sent_at: message.sentAt ?? null,
        })
        .execute();
    },
    async listNewest(limit) {
      const rows = await db
        .selectFrom("messages")
        .selectAll()
        .orderBy("created_at", "desc")
        .orderBy("message_id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        poolId: poolId(row.pool_id),
        messageId: row.message_id,
        medium: row.medium,
        to: row.recipient,
        subject: row.subject ?? undefined,
        sealedBody: row.sealed_body,
        createdAt: row.created_at,
        sentAt: row.sent_at ?? undefined,
      }));
    },
  };
}

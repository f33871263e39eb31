import { type Kysely, type Selectable, sql } from "kysely";
import { poolId } from "../core/ids.ts";
import type { Message, MessageTable } from "../core/messages/message.ts";
import { deleteSome } from "./delete-some.ts";
import type { Schema } from "./schema.ts";

export function messageTable(db: Kysely<Schema>): MessageTable {
  return {
    async insert(message) {
      await db.insertInto("messages").values(fromMessage(message)).execute();
    },
    async listNewest(limit) {
      const rows = await db
        .selectFrom("messages")
        .selectAll()
        .orderBy("created_at", "desc")
        .orderBy("message_id")
        .limit(limit)
        .execute();
      return rows.map(toMessage);
    },
    async listDue(now, limit, medium) {
      const due = waiting(db).selectAll().where("due_at", "<=", now);
      const wanted = medium === undefined ? due : due.where("medium", "=", medium);
      const rows = await wanted
        .orderBy("due_at")
        .orderBy("created_at")
        .orderBy("message_id")
        .limit(limit)
        .execute();
      return rows.map(toMessage);
    },
    async findNextDue() {
      const next = await waiting(db).select("due_at").orderBy("due_at").limit(1).executeTakeFirst();
      return next?.due_at;
    },
    async listBacklogs() {
      const rows = await waiting(db)
        .select("medium")
        .select((select) => [
          select.fn.countAll<number>().as("waiting"),
          select.fn.min("created_at").as("oldestCreatedAt"),
        ])
        .groupBy("medium")
        .orderBy("medium")
        .execute();
      return rows.map((row) => ({ ...row, waiting: Number(row.waiting) }));
    },
    async claim(poolId, messageId, now, until) {
      const claimed = await db
        .updateTable("messages")
        .set((set) => ({ due_at: until, attempts: set("attempts", "+", 1) }))
        .where("pool_id", "=", poolId)
        .where("message_id", "=", messageId)
        .where("sent_at", "is", null)
        .where("failed_at", "is", null)
        .where("due_at", "<=", now)
        .returning("message_id")
        .executeTakeFirst();
      return claimed !== undefined;
    },
    markSent: (poolId, messageId, now) => settle(db, poolId, messageId, { sent_at: now }),
    markFailed: (poolId, messageId, now, dueAt) =>
      settle(db, poolId, messageId, dueAt === null ? { failed_at: now } : { due_at: dueAt }),
    prune(at, most) {
      // `created_at` for its index: nothing is sent or given up before it is written.
      return deleteSome(
        db,
        "messages",
        ["pool_id", "message_id"],
        sql`created_at < ${at} and (sent_at < ${at} or failed_at < ${at})`,
        most,
      );
    },
  };
}

function waiting(db: Kysely<Schema>) {
  return db.selectFrom("messages").where("sent_at", "is", null).where("failed_at", "is", null);
}

/** What has become of an attempt. A message that was sent stays sent, whoever thought otherwise. */
async function settle(
  db: Kysely<Schema>,
  poolId: string,
  messageId: string,
  outcome: { sent_at: number } | { failed_at: number } | { due_at: number },
): Promise<void> {
  await db
    .updateTable("messages")
    .set(outcome)
    .where("pool_id", "=", poolId)
    .where("message_id", "=", messageId)
    .where("sent_at", "is", null)
    .execute();
}

function toMessage(row: Selectable<Schema["messages"]>): Message {
  return {
    poolId: poolId(row.pool_id),
    messageId: row.message_id,
    medium: row.medium,
    to: row.recipient,
    subject: row.subject ?? undefined,
    sealedBody: row.sealed_body,
    createdAt: row.created_at,
    dueAt: row.due_at,
    attempts: row.attempts,
    sentAt: row.sent_at ?? undefined,
    failedAt: row.failed_at ?? undefined,
  };
}

function fromMessage(message: Message): Schema["messages"] {
  return {
    pool_id: message.poolId,
    message_id: message.messageId,
    medium: message.medium,
    recipient: message.to,
    subject: message.subject ?? null,
    sealed_body: message.sealedBody,
    created_at: message.createdAt,
    due_at: message.dueAt,
    attempts: message.attempts,
    sent_at: message.sentAt ?? null,
    failed_at: message.failedAt ?? null,
  };
}

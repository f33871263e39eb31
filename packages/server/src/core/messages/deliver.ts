/** Delivers one stored message: reserves it, hands it to the carrier, and records the outcome. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import { clientId, sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { hasCustomSender, sendByTrigger } from "../triggers/custom-sender.ts";
import type { User } from "../users/user.ts";
import { writeAtOnce } from "../write-at-once.ts";
import { type Carried, type Carriers, type Letter, longestCarryMs } from "./carrier.ts";
import { maskedAddress } from "./contact.ts";
import type { Message } from "./message.ts";
import { type MessageContent, openContent } from "./message-content.ts";

const minute = 60_000;
const claimMs = longestCarryMs + 15_000;
/** An invitation of yesterday is better asked for again. */
const longestWaitMs = 24 * 60 * minute;
const firstBackoffMs = minute / 2;
const longestBackoffMs = 60 * minute;
/** How often a message without any way out is looked at: a setting may bring one. */
const stuckMs = 10 * minute;

/** Does nothing when somebody else has the message. */
export async function deliver(world: World, carriers: Carriers, message: Message): Promise<void> {
  const { poolId, messageId } = message;
  const carry = await wayOut(world, carriers, message);
  const now = world.clock.now();
  const until = now + (carry === undefined ? stuckMs : claimMs);
  const isMine = await writeAtOnce(world.store, ({ messages }) =>
    messages.claim(poolId, messageId, now, until),
  );
  if (isMine && carry !== undefined) await carryOut(world, message, carry);
}

type Carry = () => Promise<Carried>;

/** Undefined where the house has no way to send such a message. */
async function wayOut(world: World, carriers: Carriers, message: Message): Promise<Carry | undefined> {
  const now = world.clock.now();
  if (now - message.createdAt >= longestWaitMs) return never("it is a day old");
  const pool = await world.store.read.pools.find(message.poolId);
  if (pool === undefined) return never("its pool is gone");
  const content = openContent(world, message.sealedBody);
  if (content === undefined || !("sub" in content)) return never("it does not open");
  if ("code" in content && now >= (content.expiresAt ?? Number.POSITIVE_INFINITY))
    return never("its code is no longer good");
  if ("code" in content && hasCustomSender(pool, message.medium)) {
    return () => carryByTrigger(world, pool, message, content);
  }
  const carrier = carriers[message.medium];
  return carrier && (() => carrier(letterOf(pool, message, content)));
}

type Words = Pick<MessageContent, "html" | "text">;

function never(reason: string): Carry {
  return async () => ({ kind: "never", reason });
}

function letterOf({ settings }: Pool, message: Message, { text, html }: Words): Letter {
  const { poolId, messageId, to, subject, createdAt } = message;
  const { From: from, ReplyToEmailAddress: replyTo } = settings.EmailConfiguration ?? {};
  return { poolId, messageId, to, subject, text, html, from, replyTo, createdAt };
}

async function carryByTrigger(
  world: World,
  pool: Pool,
  { medium, to }: Message,
  { code, source, metadata, ...content }: MessageContent,
): Promise<Carried> {
  const { clients, users } = world.store.read;
  const user = await users.find(pool.poolId, sub(content.sub));
  if (user === undefined) return { kind: "never", reason: "the person is gone" };
  const client = content.clientId && (await clients.find(pool.poolId, clientId(content.clientId)));
  const subject = { client: client || undefined, user: addressedAt(user, medium, to) };
  const isSent = await sendByTrigger(world, { pool, medium, source, code, subject, metadata });
  return isSent ? { kind: "sent" } : { kind: "later", reason: "its sender trigger failed" };
}

/** A code for a new address must go there, and a sender reads the address from the attributes. */
function addressedAt(user: User, medium: DeliveryMediumType, to: string): User {
  return { ...user, attributes: { ...user.attributes, [medium === "EMAIL" ? "email" : "phone_number"]: to } };
}

async function carryOut(world: World, message: Message, carry: () => Promise<Carried>): Promise<void> {
  const { poolId, messageId, medium, to } = message;
  const carried = await carry();
  const now = world.clock.now();
  if (carried.kind === "sent") {
    await writeAtOnce(world.store, ({ messages }) => messages.markSent(poolId, messageId, now));
    return;
  }
  const attempts = message.attempts + 1;
  const dueAt = carried.kind === "later" ? nextAttempt(message, attempts, now) : null;
  await writeAtOnce(world.store, ({ messages }) => messages.markFailed(poolId, messageId, now, dueAt));
  world.log.warn(
    { poolId, messageId, medium, to: maskedAddress(medium, to), attempts, reason: carried.reason },
    dueAt === null ? "a message was given up" : "a message could not be sent and is tried again",
  );
}

/** Null where it would be too old by then. */
function nextAttempt({ createdAt }: Message, attempts: number, now: number): number | null {
  const dueAt = now + Math.min(firstBackoffMs * 2 ** (attempts - 1), longestBackoffMs);
  return dueAt < createdAt + longestWaitMs ? dueAt : null;
}

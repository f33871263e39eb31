/** A world with messages in it, carriers that a test holds, and an outbox between them. */
import { onTestFinished } from "vitest";
import type { Carried, Carrier, Letter } from "../../src/core/messages/carrier.ts";
import type { Message } from "../../src/core/messages/message.ts";
import { sealContent } from "../../src/core/messages/message-content.ts";
import type { World } from "../../src/core/ports.ts";
import { createOutbox, type Outbox } from "../../src/outbox/outbox.ts";
import { plainPool } from "./plain.ts";
import { testWorld } from "./world.ts";

export const words = "Your code is 493027";

/** A world that remembers what it logged. */
export async function aWorld() {
  const world = await testWorld();
  const warnings: (readonly [Readonly<Record<string, unknown>>, string])[] = [];
  const pool = plainPool();
  await world.store.write(({ pools }) => pools.insert(pool));
  const warn = (detail: Readonly<Record<string, unknown>>, message: string) =>
    void warnings.push([detail, message]);
  return { ...world, log: { ...world.log, warn }, warnings, pool };
}

/** What is inside a message: a code that is good until `expiresAt`, or for as long as the message waits. */
export function aBody(world: World, expiresAt?: number): string {
  return sealContent(world, {
    text: words,
    html: `<p>${words}</p>`,
    code: "493027",
    ...(expiresAt !== undefined && { expiresAt }),
    source: "ForgotPassword",
    sub: "sub",
    metadata: {},
  });
}

export function aMessage(world: World, change: Partial<Message> = {}): Message {
  const now = world.clock.now();
  return {
    poolId: plainPool().poolId,
    messageId: world.random.uuid(),
    medium: "EMAIL",
    to: "ada@example.com",
    subject: "Hello",
    sealedBody: aBody(world),
    createdAt: now,
    dueAt: now,
    attempts: 0,
    sentAt: undefined,
    failedAt: undefined,
    ...change,
  };
}

export async function write(world: World, change: Partial<Message> = {}): Promise<Message> {
  const message = aMessage(world, change);
  await world.store.write(({ messages }) => messages.insert(message));
  return message;
}

/** Keeps what it is given; `answers` are used up one by one, and after them everything is sent. */
export function aCarrier(...answers: Carried[]) {
  const letters: Letter[] = [];
  const carrier: Carrier = async (letter) => {
    letters.push(letter);
    return answers.shift() ?? { kind: "sent" };
  };
  return { letters, carrier, ids: () => letters.map(({ messageId }) => messageId) };
}

export const later: Carried = { kind: "later", reason: "CONN" };
export const find = async (world: World, id: string) =>
  (await world.store.read.messages.listNewest(99)).find(({ messageId }) => messageId === id);

/** Stopped when the test is over. */
export function opened(world: World, carriers: { EMAIL?: Carrier; SMS?: Carrier }): Outbox {
  const outbox = createOutbox(world, { EMAIL: undefined, SMS: undefined, ...carriers });
  onTestFinished(() => outbox.stop());
  return outbox;
}

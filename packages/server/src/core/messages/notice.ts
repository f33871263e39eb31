/**
 * Tells a person that a way into their account has changed, so that they can react, whoever did it (AC-10). The notice
 * is stored in the transaction that makes the change, and goes to the person's verified e-mail address; without one
 * there is no notice.
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { hasCustomSender } from "../triggers/custom-sender.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import { isVerified } from "../users/attributes.ts";
import type { User } from "../users/user.ts";
import { sealContent } from "./message-content.ts";
import { wordsFor } from "./message-language.ts";
import { fillHtml, fillText } from "./template.ts";

export type Notice =
  | "passwordChanged"
  | "passwordSet"
  | "appAdded"
  | "appRemoved"
  | "passkeyAdded"
  | "passkeyRemoved"
  | "factorsChanged"
  | "emailChanged"
  | "emailRemoved"
  | "phoneAdded"
  | "phoneChanged"
  | "phoneRemoved"
  | "accountDeleted";

/** `user` as they are after the change, with the address they had before it. */
export async function notify(
  world: Pick<World, "clock" | "random" | "sealing">,
  { messages }: Pick<Tables, "messages">,
  pool: Pool,
  user: Pick<User, "attributes" | "sub" | "username">,
  notice: Notice,
  metadata: ClientMetadata = {},
): Promise<void> {
  const { email } = user.attributes;
  // A sender trigger carries codes, and has no word for this.
  if (email === undefined || !isVerified(user.attributes, "email") || hasCustomSender(pool, "EMAIL")) return;
  const { notices } = wordsFor(user, metadata);
  const advice = notice === "accountDeleted" ? notices.deletedAdvice : notices.advice;
  const full = `${notices[notice]} ${advice}`;
  const template = user.username === user.sub ? withoutUsername(full) : full;
  const values = { username: user.username, code: "", link: undefined };
  const [text, html] = [fillText(template, values), fillHtml(template, values)];
  const now = world.clock.now();
  await messages.insert({
    poolId: pool.poolId,
    messageId: world.random.uuid(),
    medium: "EMAIL",
    to: email,
    subject: notices[`${notice}Subject`],
    sealedBody: sealContent(world, { text, html, notice, sub: user.sub }),
    createdAt: now,
    dueAt: now,
    attempts: 0,
    sentAt: undefined,
    failedAt: undefined,
  });
}

/** Where the username is only an id it is left out, with the space that stands before it, or around it in scripts without spaces. */
function withoutUsername(template: string): string {
  return template.replaceAll(/ \{username\}( (?=[\p{scx=Han}\p{scx=Hira}\p{scx=Hang}]))?/gu, "");
}

/**
 * Messages are written down here, in the transaction that makes them necessary, and sent by `mail/` and `sms/`
 * after its commit. Bodies are plain text; whoever makes something else of them must escape it.
 */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { Message } from "./message.ts";

export const messagePurpose = "message";

export interface NewMessage {
  readonly medium: Message["medium"];
  readonly to: string;
  /** Of an e-mail. */
  readonly subject: string;
  readonly body: string;
}

export async function writeMessage(
  world: World,
  tables: Tables,
  pool: Pool,
  message: NewMessage,
): Promise<void> {
  const { medium, to, subject, body } = message;
  await tables.messages.insert({
    poolId: pool.poolId,
    messageId: world.random.uuid(),
    medium,
    to: headerText(to),
    subject: medium === "EMAIL" ? headerText(subject) : undefined,
    sealedBody: world.sealing.seal(messagePurpose, body),
    createdAt: world.clock.now(),
    sentAt: undefined,
  });
}

/** Replaces `{username}` and `{####}` in one pass, so that a name that looks like a placeholder stays a name. */
export function fillTemplate(
  template: string,
  { username = "", code }: { username?: string; code: string },
): string {
  return template.replaceAll(/\{username\}|\{####\}/g, (found) => (found === "{####}" ? code : username));
}

/** On one line: a line break would begin another header field. */
function headerText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

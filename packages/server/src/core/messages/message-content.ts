/** The inside of a stored message: what is sent, and what a sender trigger is told instead. Sealed, as it carries codes. */
import type { World } from "../ports.ts";
import type { MessageSource } from "../triggers/custom-message.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";

export interface MessageContent {
  readonly text: string;
  /** Of an e-mail; the text is made from it. */
  readonly html?: string;
  /** The code or temporary password in it. */
  readonly code: string;
  /** Epoch ms from which the code is good for nothing; undefined where that is not soon. */
  readonly expiresAt?: number;
  readonly source: MessageSource;
  /** Undefined for an administrator's call. */
  readonly clientId?: string;
  readonly sub: string;
  readonly metadata: ClientMetadata;
}

/** It has no code, and no trigger is told of it. */
export interface NoticeContent {
  readonly text: string;
  readonly html: string;
  readonly notice: string;
  readonly sub: string;
}

export const messagePurpose = "message";

export function sealContent(world: Pick<World, "sealing">, content: MessageContent | NoticeContent): string {
  return world.sealing.seal(messagePurpose, JSON.stringify(content));
}

/** Messages of the first version were a text alone; they are shown and never sent. */
export function openContent(
  world: Pick<World, "sealing">,
  sealedBody: string,
): MessageContent | NoticeContent | { readonly text: string } | undefined {
  const opened = world.sealing.open(messagePurpose, sealedBody);
  if (opened === undefined) return undefined;
  // Only sealContent writes an object.
  return opened.startsWith('{"text":') ? (JSON.parse(opened) as MessageContent) : { text: opened };
}

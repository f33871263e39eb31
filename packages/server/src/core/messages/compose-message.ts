/**
 * Composes a message: the text of the CustomMessage trigger, of the pool's template, or our own. Done before the
 * transaction that stores it.
 */
import type { Client } from "../clients/client.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { customMessage, type MessageSource } from "../triggers/custom-message.ts";
import type { ClientMetadata, TriggerFail } from "../triggers/trigger-subject.ts";
import type { User } from "../users/user.ts";
import type { Contact } from "./contact.ts";
import type { Message } from "./message.ts";
import { sealContent } from "./message-content.ts";
import {
  fillHtml,
  fillText,
  hasCode,
  hasLink,
  hasUsername,
  type TemplateValues,
  textOfTemplate,
} from "./template.ts";

export interface Wording {
  readonly subject: string;
  readonly template: string;
}

export interface MessageRequest {
  readonly pool: Pool;
  readonly client: Client | undefined;
  readonly user: Pick<User, "sub" | "username" | "status" | "attributes">;
  readonly contact: Pick<Contact, "medium" | "to">;
  readonly source: MessageSource;
  readonly values: TemplateValues;
  /** Of the code in it: afterwards nobody is sent it. */
  readonly expiresAt?: number;
  /** The pool's words, or ours. */
  readonly wording: Wording;
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
}

export async function composeMessage(world: World, request: MessageRequest): Promise<Message> {
  const { pool, client, user, contact, source, values, expiresAt, metadata } = request;
  const { subject, template } = await wordingOf(world, request);
  const isMail = contact.medium === "EMAIL";
  const text = fillText(isMail ? textOfTemplate(template) : template, values);
  const now = world.clock.now();
  return {
    poolId: pool.poolId,
    messageId: world.random.uuid(),
    medium: isMail ? "EMAIL" : "SMS",
    to: headerText(contact.to),
    subject: isMail ? headerText(subject) : undefined,
    sealedBody: sealContent(world, {
      text,
      ...(isMail && { html: fillHtml(template, values) }),
      code: values.code,
      ...(expiresAt !== undefined && { expiresAt }),
      source,
      ...(client && { clientId: client.clientId }),
      sub: user.sub,
      metadata,
    }),
    createdAt: now,
    dueAt: now,
    attempts: 0,
    sentAt: undefined,
    failedAt: undefined,
  };
}

async function wordingOf(world: World, request: MessageRequest): Promise<Wording> {
  const { pool, client, user, contact, source, wording, metadata, fail } = request;
  const own = await customMessage(world, { pool, client, user, metadata }, source, fail);
  const template = contact.medium === "EMAIL" ? own?.emailMessage : own?.smsMessage;
  if (template !== undefined) requirePlaces(request, template);
  return { subject: own?.emailSubject ?? wording.subject, template: template ?? wording.template };
}

/** The trigger's words must have a place for the code, and in an invitation for the name, or nobody would ever get it. */
function requirePlaces({ source, values, fail }: MessageRequest, template: string): void {
  const hasWayIn = hasCode(template) || (values.link !== undefined && hasLink(template));
  if (hasWayIn && (source !== "AdminCreateUser" || hasUsername(template))) return;
  throw fail("InvalidLambdaResponseException", texts.customMessageWithoutCode);
}

/** On one line: a line break would begin another header field. */
function headerText(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

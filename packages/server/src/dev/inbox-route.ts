/** `/_dev/inbox`: what would have been mailed or texted. A page for people, JSON for programs. */
import type { Message } from "../core/messages/message.ts";
import { type MessageContent, openContent } from "../core/messages/message-content.ts";
import type { World } from "../core/ports.ts";
import { pageReply } from "../http/page-reply.ts";
import type { Reply } from "../http/reply.ts";
import { type HttpRequest, header } from "../http/request.ts";
import { type InboxMessage, renderInbox } from "../pages/views/inbox.tsx";
import { jsonReply } from "./replies.ts";

const mostMessages = 200;

export async function answerInbox(world: World, request: HttpRequest): Promise<Reply> {
  const stored = await world.store.read.messages.listNewest(mostMessages);
  const messages = stored.map((message) => openMessage(world, message));
  // Browsers ask for HTML by name; programs take what comes.
  if (/\btext\/html\b/i.test(header(request, "accept") ?? "")) {
    return pageReply(request.requestId, renderInbox({ messages }));
  }
  return jsonReply(200, { messages: messages.map(toJson) });
}

function openMessage(
  world: World,
  { messageId, medium, to, subject, sealedBody, createdAt }: Message,
): InboxMessage {
  const content: Partial<MessageContent> | undefined = openContent(world, sealedBody);
  if (content === undefined) throw new Error(`the message ${messageId} does not open`);
  const { text: body = "", code } = content;
  return { id: messageId, medium, to, subject, body, code, sentAt: createdAt };
}

function toJson({ subject, code, sentAt, ...message }: InboxMessage): object {
  return {
    ...message,
    subject: subject ?? null,
    code: code ?? null,
    sentAt: new Date(sentAt).toISOString(),
  };
}

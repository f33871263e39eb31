/** /_dev/inbox: every mail and text message a development server would have sent. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import { Copyable, CopyButton } from "./copy.tsx";
import { renderPage } from "./layout.tsx";
import { Moment } from "./time.tsx";

export interface InboxMessage {
  readonly id: string;
  readonly medium: DeliveryMediumType;
  readonly to: string;
  readonly subject?: string | undefined;
  readonly body: string;
  /** The code or temporary password in it. */
  readonly code?: string | undefined;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/** Newest first, whatever the order given. */
export function renderInbox({ messages }: { messages: readonly InboxMessage[] }): string {
  const newestFirst = messages.toSorted((a, b) => b.sentAt - a.sentAt);
  return renderPage({
    title: "Inbox",
    house: "Poolhouse",
    wide: true,
    children: (
      <div class="stack">
        <div class="title-row">
          <h1>Inbox</h1>
          <nav class="links" aria-label="Pages">
            <a href="/_dev/inbox">Look again</a>
            <a href="/">Start page</a>
          </nav>
        </div>
        {newestFirst.length === 0 ? <Empty /> : newestFirst.map((m) => <Message key={m.id} {...m} />)}
      </div>
    ),
  });
}

function Empty() {
  return (
    <div class="card stack">
      <h2>No messages yet</h2>
      <p>
        In development nothing leaves this machine: what would be mailed or texted is shown here. Create a
        user with <code>AdminCreateUser</code>, or ask for a code with <code>ForgotPassword</code>, and look
        again.
      </p>
    </div>
  );
}

function Message({ id, medium, to, subject, body, code, sentAt }: InboxMessage) {
  return (
    <article class="card stack">
      <header>
        <div class="message-head">
          <h2>{subject ?? (medium === "SMS" ? "Text message" : "No subject")}</h2>
          <span>
            <span class="tag">{medium === "EMAIL" ? "E-mail" : "SMS"}</span>
          </span>
        </div>
        <p class="small muted">
          To <span class="names">{to}</span>, <Moment at={sentAt} />
        </p>
      </header>
      <p class="message-body" id={`body-${id}`}>
        {linked(body)}
      </p>
      {code === undefined || !isSaid(code, body) ? (
        <div class="message-tools">
          <CopyButton of={`body-${id}`} word="Copy message" />
        </div>
      ) : (
        <p class="copyable code">
          <Copyable id={`code-${id}`} value={code} />
        </p>
      )}
    </article>
  );
}

/** An http(s) address, without the punctuation of the sentence around it. */
const address = /(https?:\/\/[^\s"'<>]+[^\s"'<>.,;:)])/;

/** Somewhere outside its links, where there is nothing to copy. */
function isSaid(code: string, body: string): boolean {
  return body.split(address).filter(isText).join(" ").includes(code);
}

/** The text with its addresses as links: confirmation links are there to be followed. */
function linked(body: string) {
  return body.split(address).map((part, index) =>
    isText(part, index) ? (
      part
    ) : (
      <a key={part} href={part}>
        {part}
      </a>
    ),
  );
}

/** Splitting by a pattern with one group alternates text and match. */
function isText(_part: string, index: number): boolean {
  return index % 2 === 0;
}

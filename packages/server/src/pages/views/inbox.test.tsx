import { expect, test } from "vitest";
import { type InboxMessage, renderInbox } from "./inbox.tsx";

const message: InboxMessage = {
  id: "m1",
  medium: "EMAIL",
  to: "ada@example.com",
  subject: "Hello",
  body: "Hello.",
  sentAt: 0,
};

test("says how to get a message when there is none", () => {
  expect(renderInbox({ messages: [] })).toContain("<code>AdminCreateUser</code>");
});

test("lists the newest message first", () => {
  const html = renderInbox({
    messages: [
      { ...message, id: "old", subject: "Older", sentAt: 1 },
      { ...message, id: "new", subject: "Newer", sentAt: 2 },
    ],
  });
  expect(html.indexOf("Newer")).toBeLessThan(html.indexOf("Older"));
});

test("gives a code or temporary password a copy button of its own", () => {
  const html = renderInbox({ messages: [{ ...message, body: "Your code is 493027.", code: "493027" }] });
  expect(html).toContain('<code id="code-m1">493027</code>');
  expect(html).toContain('data-copy="code-m1"');
});

test.each([undefined, "118822"])("without a code outside its links (%j) the message is copied", (code) => {
  const body = "Call 118823. http://localhost/confirmUser?confirmation_code=118822";
  const html = renderInbox({ messages: [{ ...message, body, code }] });
  expect(html).not.toContain("code-m1");
  expect(html).toContain('data-copy="body-m1"');
});

test("links addresses of the web without the full stop after them, and nothing else", () => {
  const html = renderInbox({
    messages: [
      { ...message, body: 'See http://localhost:7665/x?a=1&b=2. <a href="javascript:alert(1)">x</a>' },
    ],
  });
  expect(html).toContain(
    '<a href="http://localhost:7665/x?a=1&amp;b=2">http://localhost:7665/x?a=1&amp;b=2</a>. ',
  );
  expect(html).toContain("&lt;a href=");
  expect(html).not.toContain('<a href="javascript:');
});

test("a message's time stands there exactly, in UTC", () => {
  const html = renderInbox({ messages: [{ ...message, sentAt: Date.UTC(2026, 10, 23, 14, 5) }] });
  expect(html).toContain(">23 Nov 2026, 14:05:00 UTC</time>");
});

import { expect, test } from "vitest";
import { parseMailbox } from "./mailbox.ts";

test.each([
  ["ada@example.com", { name: "", address: "ada@example.com" }],
  ["Poolhouse <no-reply@localhost>", { name: "Poolhouse", address: "no-reply@localhost" }],
  [
    '"Ada, Countess of Lovelace" <ada@example.com>',
    { name: "Ada, Countess of Lovelace", address: "ada@example.com" },
  ],
  ["Jörg <jörg@müller.example>", { name: "Jörg", address: "jörg@müller.example" }],
])("%s is one mailbox", (text, mailbox) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.each([
  "",
  "ada",
  "ada@",
  "ada@example.com,eve@example.com",
  "ada@example.com, eve@example.com",
  "ada@example.com;eve@example.com",
  "ada@example.com eve@example.com",
  "ada@example.com\r\nBcc: eve@example.com",
  "ada@example.com\n",
  "Ada <ada@example.com>, Eve <eve@example.com>",
  "Ada\r\nBcc: eve@example.com <ada@example.com>",
  "Ada <ada@example.com, eve@example.com>",
  '"ada, eve"@example.com',
  "team: ada@example.com;",
  "ada@example.com (home)",
  "<<ada@example.com>>",
])("%j is none", (text) => {
  expect(parseMailbox(text)).toBeUndefined();
});

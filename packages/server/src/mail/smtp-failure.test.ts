import { expect, test } from "vitest";
import { carriedWith } from "./smtp-failure.ts";

const refused = { code: "EENVELOPE", command: "RCPT TO" };

test.each([550, 551, 552, 553, 554])("%i at the recipient is final", (responseCode) => {
  expect(carriedWith({ ...refused, responseCode, response: `${responseCode} no` }, null)).toEqual({
    kind: "never",
    reason: `EENVELOPE: RCPT TO: ${responseCode} no`,
  });
});

test.each([
  ["a recipient who may be there later", { ...refused, responseCode: 451 }],
  ["a login that is asked for", { ...refused, responseCode: 530 }],
  ["a sender who is refused", { code: "EENVELOPE", command: "MAIL FROM", responseCode: 550 }],
  ["words that are refused", { code: "EMESSAGE", command: "DATA", responseCode: 554 }],
  ["a wrong password", { code: "EAUTH", command: "AUTH PLAIN", responseCode: 535 }],
  ["a server that is away", { code: "ESOCKET", originalCode: "ECONNREFUSED", command: "CONN" }],
  ["anything else", new Error("?")],
  ["nothing", undefined],
])("%s may pass", (_what, error) => {
  expect(carriedWith(error, null).kind).toBe("later");
});

test("the system's own word is said where there is one", () => {
  expect(carriedWith({ code: "ESOCKET", originalCode: "ECONNREFUSED", command: "CONN" }, null)).toEqual({
    kind: "later",
    reason: "ECONNREFUSED: CONN",
  });
});

test("what a server says is repeated without addresses and codes, and not at length", () => {
  const response = `550 5.1.1 <ada@example.com>: no ada@example.com, code 493027 ${"x".repeat(500)}`;
  const { reason } = carriedWith({ ...refused, responseCode: 550, response }, null) as { reason: string };
  expect(reason).toMatch(/^EENVELOPE: RCPT TO: 550 5\.1\.1 <…>: no … code … x+$/);
  expect(reason.length).toBeLessThan(230);
});

test.each([
  "554 5.7.1 Blocked by content filter: Your user name is ada and your temporary password is aB3!xY-9q.",
  "554 5.7.1 Blocked by content filter [text=aB3!xY-9q] 'aB3!xY' (a1!b2) hello,ada",
  "554 5.7.1 Blocked by content filter: <b>aB3!xY-9q</b> welcome",
])("words of the letter are not repeated: %s", (response) => {
  const letter = {
    subject: "Welcome, ada",
    text: "Hello, your user name is ada and your temporary password is aB3!xY-9q.\nOr a1!b2, welcome.",
    html: "<p>Your temporary password is <b>aB3!xY-9q</b></p>",
  };
  const refusal = { code: "EMESSAGE", command: "DATA", responseCode: 554, response };
  const { reason } = carriedWith(refusal, letter) as { reason: string };
  expect(reason).toMatch(/^EMESSAGE: DATA: 554 5\.7\.1 Blocked by content filter\S*( (…|Your))+$/);
});

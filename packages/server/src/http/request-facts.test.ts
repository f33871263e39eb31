import { expect, test } from "vitest";
import { newFacts, noteIds } from "./request-facts.ts";

test.each([
  ["an id", "7pk0q1v5c0l2hb3m9n8x4z6w1d", "7pk0q1v5c0l2hb3m9n8x4z6w1d"],
  ["the shortest secret that an administrator may set", "0123456789abcdef01234567", undefined],
  ["a longer secret", "0123456789abcdef0123456789abcd", undefined],
])("of %s in the place of a client id, %s, the log gets %s", (_what, text, noted) => {
  const facts = newFacts({ requestId: "1", method: "POST", route: "/", source: "127.0.0.1" });
  noteIds(facts, undefined, text);
  expect(facts.clientId).toBe(noted);
});

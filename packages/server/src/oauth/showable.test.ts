import { expect, test } from "vitest";
import { showableClientId } from "./showable.ts";

test.each([
  ["an id", "7pk0q1v5c0l2hb3m9n8x4z6w1d"],
  ["a guess", "my-client"],
])("%s in the place of a client id is shown", (_what, text) => {
  expect(showableClientId(text)).toBe(text);
});

test.each([
  ["the shortest secret that an administrator may set", "0123456789abcdef01234567"],
  ["a secret that is as long as an id", "Q1w2E3r4T5y6U7i8O9p0A1s2D3"],
  ["a secret of ours", "k".repeat(52)],
  ["a sentence", "call us now"],
])("%s in the place of a client id is not shown", (_what, text) => {
  expect(showableClientId(text)).toBe("(not shown)");
});

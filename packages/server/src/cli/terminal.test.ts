import { expect, test } from "vitest";
import { printable } from "./terminal.ts";

test.each([
  ["\u001b[2J", "\\u{1b}[2J"],
  ["a\u009bb", "a\\u{9b}b"],
  ["a\nb\rc", "a\\u{a}b\\u{d}c"],
  ["right\u202eleft", "right\\u{202e}left"],
  ["zero\u200bwidth", "zero\\u{200b}width"],
  ["Ünïcödé 🦆 stays", "Ünïcödé 🦆 stays"],
])("%j is shown harmless", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

import { expect, test } from "vitest";
import { parseJsonObject } from "./parse-json.ts";

const parse = (text: string) => parseJsonObject(new TextEncoder().encode(text));

test("an object is an object, and an empty body an empty one", () => {
  expect(parse('{"a":1}')).toEqual({ a: 1 });
  expect(parse(" ")).toEqual({});
});

test.each(["[]", "null", '"a"', "1", "{", '{"a":}', "{}{}", "{'a':1}"])("%s is refused", (text) => {
  expect(parse(text)).toBeUndefined();
});

test("AP-04 nesting is allowed 32 deep and refused 33 deep, before it is parsed", () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  expect(parse(nested(32))).toBeDefined();
  expect(parse(nested(33))).toBeUndefined();
  expect(parse("[".repeat(500_000))).toBeUndefined();
});

test("brackets inside texts are not nesting", () => {
  expect(parse(`{"a":"${"[".repeat(100)}\\"${"{".repeat(100)}"}`)).toBeDefined();
});

test("a text ends at its own quote, whatever is escaped before it", () => {
  const nested = '{"b":'.repeat(33);
  // Two backslashes are one escaped backslash: the quote behind them ends the text, and what follows nests.
  expect(parse(`{"a":"\\\\","c":${nested}1${"}".repeat(34)}`)).toBeUndefined();
  expect(parse(`{"a":"\\\\\\"${"[".repeat(100)}"}`)).toEqual({ a: `\\"${"[".repeat(100)}` });
  expect(parse(`{"a":"${"[".repeat(100)}`)).toBeUndefined();
});

test("bytes that are not UTF-8 are refused", () => {
  expect(parseJsonObject(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBeUndefined();
});

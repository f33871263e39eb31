import { expect, test } from "vitest";
import { parseJsonObject } from "./json-object.ts";

test("reads an object", () => {
  const text = '{"a":{"x":1},"b":[{"x":2},{"x":3}],"c":"\\"a\\":"}';
  expect(parseJsonObject(text)).toEqual(JSON.parse(text));
});

test.each([
  '{"a":1,"a":2}',
  '{"a":1,"\\u0061":2}',
  '{"a":{"b":1,"b":2}}',
  '[{"a":1}]',
  '{"list":[{"a":1,"a":1}]}',
  '"text"',
  "null",
  "{",
  "",
])("JW-08: refuses %s", (text) => {
  expect(parseJsonObject(text)).toBeUndefined();
});

test("keeps a member that is called like a part of every object", () => {
  expect(parseJsonObject('{"__proto__":1,"constructor":2}')).toHaveProperty("constructor", 2);
});

import { expect, test } from "vitest";
import { parseKeySet } from "./key-set.ts";

const key = { kty: "RSA", kid: "a", n: "AQAB", e: "AQAB" };

test.each([
  ["a key set", { keys: [key] }, [key]],
  ["a list", [key, key], [key, key]],
  ["one key", key, [key]],
  ["an empty set", { keys: [] }, []],
])("reads %s", (_name, value, keys) => {
  expect(parseKeySet(JSON.stringify(value))).toEqual(keys);
});

test.each(["", "{", "null", "1", '"kty"', "{}", '{"keys":null}', '{"keys":[null]}', '[{"kty":1}]'])(
  "%s is none",
  (text) => {
    expect(parseKeySet(text)).toBeUndefined();
  },
);

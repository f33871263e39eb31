import { expect, test } from "vitest";
import { safeReturnTo } from "./return-to.ts";

const origin = "https://app.example.com";

test.each([
  "/",
  "/home",
  "/a/b?c=d&e=%20#f",
  "/caf%C3%A9",
  "/discount/50%25",
  "/a//b",
  "/login?next=https://evil.example",
])("a path of the app is where the browser goes: %s", (path) =>
  expect(safeReturnTo(path, origin)).toBe(path),
);

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/%09/evil.example",
  "/\t/evil.example",
  "/%2f/evil.example",
  "/%2F%2Fevil.example",
  "/%5cevil.example",
  "/%255cevil.example",
  "/%2f%25evil.example",
  "/%252fevil.example/50%25",
  "/50%25/%255cevil.example",
  "/%25%2f%2fevil.example%5c",
  "/.//evil.example",
  "/a/..//evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "evil.example",
  "",
  " /home",
  "/home\r\nset-cookie: a=b",
  "/%0d%0aset-cookie:%20a=b",
  "/\u0000",
  "/%",
  `/${"a".repeat(3_000)}`,
  `/${"ä".repeat(1_000)}`,
  null,
])("HP-10: anything that could be read as another host is ignored: %j", (path) =>
  expect(safeReturnTo(path, origin)).toBeUndefined(),
);

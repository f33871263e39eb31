import { expect, test } from "vitest";
import { fillTemplate } from "./write-message.ts";

test("placeholders are replaced wherever they stand", () => {
  expect(fillTemplate("{username}: {####}, {####}", { username: "ada", code: "123456" })).toBe(
    "ada: 123456, 123456",
  );
});

test("a name that looks like a placeholder stays a name, and a dollar a dollar", () => {
  expect(fillTemplate("{username} {####}", { username: "{####}", code: "$&$1" })).toBe("{####} $&$1");
});

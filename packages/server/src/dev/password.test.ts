import { expect, test } from "vitest";
import { createRandom } from "../crypto/random.ts";
import { typeablePassword } from "./password.ts";

test("three words and a number: every kind of character, and never twice the same", () => {
  const made = Array.from({ length: 50 }, () => typeablePassword(createRandom()));
  for (const password of made) expect(password).toMatch(/^([A-Z][aeiou]([a-z][aeiou]){2}-){3}[2-9]{2}$/);
  expect(new Set(made).size).toBe(50);
});

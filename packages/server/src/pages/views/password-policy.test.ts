import { expect, test } from "vitest";
import { plainLook } from "../look.ts";
import { describePasswordRules } from "./password-policy.ts";

const lengthOnly = {
  minimumLength: 12,
  requireLowercase: false,
  requireUppercase: false,
  requireNumbers: false,
  requireSymbols: false,
};

test.each([
  [{}, "At least 12 characters."],
  [{ requireNumbers: true }, "At least 12 characters, with a number."],
  [
    { requireLowercase: true, requireSymbols: true },
    "At least 12 characters, with a lower-case letter and a symbol.",
  ],
  [
    { requireLowercase: true, requireUppercase: true, requireNumbers: true, requireSymbols: true },
    "At least 12 characters, with a lower-case letter, an upper-case letter, a number and a symbol.",
  ],
])("rules %j read as a sentence", (rules, sentence) => {
  expect(describePasswordRules(plainLook, { ...lengthOnly, ...rules })).toBe(sentence);
});

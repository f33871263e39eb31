import fc from "fast-check";
import { expect, test } from "vitest";
import { plainPool } from "../../../test/support/plain.ts";
import { createRandom } from "../../crypto/random.ts";
import type { PasswordPolicyType } from "../../model/shapes.ts";
import { fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { requirePasswordPolicy, temporaryPassword, temporaryPasswordExpiry } from "./password-policy.ts";

function poolWith(PasswordPolicy: PasswordPolicyType): Pool {
  const settings = { Policies: { PasswordPolicy } };
  return plainPool({ settings });
}

const strict = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
const check = (password: string, policy: PasswordPolicyType = strict) =>
  requirePasswordPolicy(poolWith(policy), password, fail);

test.each([
  ["Aa1!aaa", "Password not long enough"],
  ["aaaaaa1!", "Password must have uppercase characters"],
  ["AAAAAA1!", "Password must have lowercase characters"],
  ["Aaaaaaa!", "Password must have numeric characters"],
  ["Aaaaaaa1", "Password must have symbol characters"],
])("%s is refused: %s", (password, problem) => {
  expect(() => check(password)).toThrow(
    expect.objectContaining({
      exception: "InvalidPasswordException",
      message: `Password did not conform with policy: ${problem}`,
    }),
  );
});

test("letters and digits of other alphabets are welcome and satisfy no rule", () => {
  expect(() => check("ÄÖÜÄaaa1!", strict)).toThrow(/uppercase/);
  expect(() => check("Aaaaaa٣!", strict)).toThrow(/numeric/);
  expect(() => check("Aaaaa1€€", strict)).toThrow(/symbol/);
  expect(() => check("пароль-Aa1", strict)).not.toThrow();
});

test.each([..."^$*.[]{}()?\"!@#%&/\\,><':;|_~`+=-"])("%s is a symbol", (symbol) => {
  expect(() => check(`Aaaaaa1${symbol}`)).not.toThrow();
});

test("AC-13: the length is counted in characters of the normal form", () => {
  const rule = { MinimumLength: 6 };
  expect(() => check("🏊🏊🏊🏊🏊🏊", rule)).not.toThrow();
  expect(() => check("🏊🏊🏊🏊🏊", rule)).toThrow(/not long enough/);
  // Five letters, each with a combining accent.
  expect(() => check("e\u0301".repeat(5), rule)).toThrow(/not long enough/);
});

test("AC-13: 256 characters are welcome however many bytes they are, 257 are not", () => {
  expect(() => check(`Aa1!${"🏊".repeat(252)}`)).not.toThrow();
  expect(() => check(`Aa1!${"🏊".repeat(253)}`)).toThrow(/too long/);
});

test("without rules eight characters will do", () => {
  expect(() => check("aaaaaaaa", {})).not.toThrow();
  expect(() => check("aaaaaaa", {})).toThrow(/not long enough/);
});

test("a temporary password satisfies every policy there can be", () => {
  const world = { random: createRandom() };
  fc.assert(
    fc.property(
      fc.integer({ min: 6, max: 99 }),
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
      (length, rules) => {
        const [RequireUppercase, RequireLowercase, RequireNumbers, RequireSymbols] = rules;
        const policy = {
          MinimumLength: length,
          RequireUppercase,
          RequireLowercase,
          RequireNumbers,
          RequireSymbols,
        };
        const password = temporaryPassword(world, poolWith(policy));
        expect(() => check(password, policy)).not.toThrow();
        expect(password.length).toBeGreaterThanOrEqual(16);
      },
    ),
  );
});

test("no two temporary passwords are the same", () => {
  const world = { random: createRandom() };
  const passwords = Array.from({ length: 200 }, () => temporaryPassword(world, poolWith(strict)));
  expect(new Set(passwords).size).toBe(200);
});

test("a temporary password lasts as many days as the pool says, and seven when it says zero", () => {
  const day = 86_400_000;
  expect(temporaryPasswordExpiry(poolWith({ TemporaryPasswordValidityDays: 2 }), 5)).toBe(5 + 2 * day);
  expect(temporaryPasswordExpiry(poolWith({ TemporaryPasswordValidityDays: 0 }), 5)).toBe(5 + 7 * day);
});

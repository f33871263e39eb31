import { expect, test } from "vitest";
import { plainPool } from "../../../test/support/plain.ts";
import { fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { parseUserFilter } from "./user-filter.ts";

function aPool(CaseSensitive: boolean): Pool {
  const settings = { UsernameConfiguration: { CaseSensitive } };
  return plainPool({ settings });
}

const parse = (text: string | undefined) => parseUserFilter(aPool(true), text, fail);

test.each([
  ['email = "ada@example.com"', "email", "equals", "ada@example.com"],
  ['given_name ^= "Ad"', "given_name", "startsWith", "Ad"],
  ['  name="Ada Lovelace"  ', "name", "equals", "Ada Lovelace"],
  ['"family_name"^="Love"', "family_name", "startsWith", "Love"],
  ['cognito:user_status = "CONFIRMED"', "cognito:user_status", "equals", "CONFIRMED"],
  ['name = ""', "name", "equals", ""],
  ['name = "a = \\"b\\" \\\\ c"', "name", "equals", 'a = "b" \\ c'],
])("%s", (text, attribute, comparison, value) => {
  expect(parse(text)).toEqual({ attribute, comparison, value, isCaseSensitive: false });
});

test("AP-13: what looks like more of a statement is part of the value", () => {
  expect(parse('email = "a\\" or 1=1 --"')).toMatchObject({ value: 'a" or 1=1 --' });
});

test.each([
  "email",
  "email =",
  "email = ada@example.com",
  "email = 'ada@example.com'",
  'email == "ada"',
  'email != "ada"',
  'email > "ada"',
  'email = "ada" and name = "Ada"',
  'email = "a" or 1=1 --"',
  'email = "ada',
  'email = "ada\\"',
  '= "ada"',
  '"ada"',
])("%s cannot be read", (text) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({
      exception: "InvalidParameterException",
      message: "Error while parsing filter",
    }),
  );
});

test.each(["custom:foo", "gender", "Email", "__proto__"])("%s cannot be searched", (name) => {
  expect(() => parse(`${name} = "x"`)).toThrow(
    expect.objectContaining({
      exception: "InvalidParameterException",
      message: `Invalid search attribute: ${name}`,
    }),
  );
});

test("no filter and a blank one find everybody", () => {
  expect(parse(undefined)).toBeUndefined();
  expect(parse(" ")).toBeUndefined();
});

test("case counts for status always, for usernames as in the pool, and else never", () => {
  const isCaseSensitive = (pool: Pool, name: string) =>
    parseUserFilter(pool, `${name} = "x"`, fail)?.isCaseSensitive;
  expect(isCaseSensitive(aPool(true), "username")).toBe(true);
  expect(isCaseSensitive(aPool(false), "username")).toBe(false);
  expect(isCaseSensitive(aPool(false), "status")).toBe(true);
  expect(isCaseSensitive(aPool(true), "email")).toBe(false);
});

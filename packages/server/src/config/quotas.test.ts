import { expect, test } from "vitest";
import { quotas } from "../model/quotas.ts";
import { parseConfig } from "./config.ts";

function quotasOf(text: string) {
  return Object.fromEntries(
    parseConfig(["--quotas", text], { poolhouse: {}, threadPoolSize: undefined, noColor: true }).quotas,
  );
}

test("cognito has every number of the table", () => {
  const all = Object.entries(quotas).map(([name, { cognito }]) => [name, cognito]);
  expect(quotasOf("cognito")).toEqual(Object.fromEntries(all));
  expect(quotasOf("cognito")).toMatchObject({ UserAuthentication: 120, LimitManagement: 1, Jwks: 50_000 });
});

test("none limits nothing", () => {
  expect(quotasOf("none")).toEqual({});
});

test("single quotas come after a set, or change the protective one", () => {
  expect(quotasOf("cognito, UserAuthentication=240 ,Source=off")).toMatchObject({ UserAuthentication: 240 });
  expect(quotasOf("cognito,Source=off")).not.toHaveProperty("Source");
  expect(quotasOf("Source=5")).toEqual({ UserReads: 100, UserWrites: 100, Source: 5 });
  expect(quotasOf("none,Domain=7")).toEqual({ Domain: 7 });
});

test.each([
  ["aws", "It must begin with protective, cognito, none, or be single quotas."],
  ["toString", "It must begin with protective, cognito, none, or be single quotas."],
  [
    "cognito,UserAuthentification=1",
    '"UserAuthentification" is not a quota; the nearest one is UserAuthentication.',
  ],
  ["cognito,constructor=1", '"constructor" is not a quota'],
  ["cognito,Source", "Source must be followed by = and a whole number"],
  ["Source=0", "Source must be followed by = and a whole number"],
  ["Source=1e3", "Source must be followed by = and a whole number"],
  ["cognito,,Source=1", '"" is not a quota'],
])("%s is refused with the reason", (text, why) => {
  expect(() => quotasOf(text)).toThrow(why);
});

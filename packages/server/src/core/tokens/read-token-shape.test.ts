import { expect, test } from "vitest";
import { ApiFailure } from "../failures.ts";
import { triggerResponse } from "../triggers/trigger-response.ts";
import { readFirstShape, readSecondShape } from "./read-token-shape.ts";
import { plainTokens } from "./token-shape.ts";

const responseOf = (response: object) =>
  triggerResponse({ response }, (why) => new ApiFailure("InvalidLambdaResponseException", why));
const first = (claimsOverrideDetails: unknown) => readFirstShape(responseOf({ claimsOverrideDetails }));
const second = (claimsAndScopeOverrideDetails: unknown) =>
  readSecondShape(responseOf({ claimsAndScopeOverrideDetails }));

test("an event given back as it came changes nothing", () => {
  expect(first(null)).toBe(plainTokens);
  expect(second(null)).toBe(plainTokens);
  expect(first({})).toEqual(plainTokens);
  expect(second({})).toEqual(plainTokens);
});

test("V1 words the ID token and the groups", () => {
  const shape = first({
    claimsToAddOrOverride: { team: "red" },
    claimsToSuppress: ["email"],
    groupOverrideDetails: { groupsToOverride: ["a"], iamRolesToOverride: ["r"], preferredRole: "r" },
  });
  expect(shape).toEqual({
    ...plainTokens,
    idClaims: { set: { team: "red" }, suppressed: ["email"] },
    groups: { names: ["a"], roles: ["r"], preferredRole: "r" },
  });
});

test("V1 knows texts only", () => {
  expect(() => first({ claimsToAddOrOverride: { teams: ["red"] } })).toThrow("has a wrong type");
});

test("V2 words both tokens, with values of any kind", () => {
  const shape = second({
    idTokenGeneration: { claimsToAddOrOverride: { a: [1, { b: true }] }, claimsToSuppress: ["email"] },
    accessTokenGeneration: {
      claimsToAddOrOverride: { c: 2 },
      claimsToSuppress: ["d"],
      scopesToAdd: ["api/admin"],
      scopesToSuppress: ["openid"],
    },
  });
  expect(shape).toEqual({
    idClaims: { set: { a: [1, { b: true }] }, suppressed: ["email"] },
    accessClaims: { set: { c: 2 }, suppressed: ["d"] },
    scopes: { added: ["api/admin"], suppressed: ["openid"] },
    groups: undefined,
  });
});

test.each([
  ["null", null],
  ["an empty object", {}],
])("groups given as %s are none", (_what, groups) => {
  const none = { names: [], roles: [], preferredRole: undefined };
  expect(first({ groupOverrideDetails: groups }).groups).toEqual(none);
  expect(second({ groupOverrideDetails: groups }).groups).toEqual(none);
});

test("groups that are not mentioned stay", () => {
  expect(first({ claimsToSuppress: [] }).groups).toBeUndefined();
  expect(second({ accessTokenGeneration: {} }).groups).toBeUndefined();
});

test.each(["a b", "", "a\tb", 'say"so"', "a\\b", "café"])("no scope is %j", (scope) => {
  expect(() => second({ accessTokenGeneration: { scopesToAdd: [scope] } })).toThrow("no scope can have");
});

test("5,000 claims and scopes are the most, over both tokens", () => {
  const claims = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, 1]));
  const details = (scopes: number) => ({
    idTokenGeneration: { claimsToAddOrOverride: claims(2000), claimsToSuppress: ["a", "b"] },
    accessTokenGeneration: {
      claimsToAddOrOverride: claims(2997),
      scopesToAdd: Array.from({ length: scopes }, (_, i) => `s${i}`),
    },
  });
  expect(Object.keys(second(details(1)).accessClaims.set)).toHaveLength(2997);
  expect(() => second(details(2))).toThrow("more than 5000");
});

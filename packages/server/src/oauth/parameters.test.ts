import { expect, test } from "vitest";
import { OAuthFailure } from "./failures.ts";
import { askedScopes, parseParameters, requireParameter } from "./parameters.ts";

const causeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof OAuthFailure ? error.causeName : String(error);
  }
};

test("parameters are form-decoded", () => {
  expect(parseParameters("a=1+2&b=%C3%A9")).toEqual({ a: "1 2", b: "é" });
});

test("AZ-18 a parameter sent twice is refused, even with the same value", () => {
  expect(causeOf(() => parseParameters("a=1&a=1"))).toBe("parameterRepeated");
});

test("an empty parameter counts as absent", () => {
  expect(causeOf(() => requireParameter(parseParameters("code="), "code"))).toBe("parameterMissing");
});

test("names of the language are parameters like others", () => {
  expect(causeOf(() => requireParameter(parseParameters("a=1"), "constructor"))).toBe("parameterMissing");
  expect(Object.entries(parseParameters("__proto__=x"))).toEqual([["__proto__", "x"]]);
});

test("scopes are separated by any number of spaces", () => {
  expect(askedScopes(parseParameters("scope=+openid++email+"))).toEqual(["openid", "email"]);
  expect(askedScopes(parseParameters("scope=+"))).toBeUndefined();
});

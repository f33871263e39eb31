import { expect, test } from "vitest";
import { ClientError, isClientError } from "./client-error.ts";
import { errorCodes } from "./codes.ts";

test("an error has its code, its words, and what was found", () => {
  const cause = new Error("because");
  const error = new ClientError("provider_unavailable", "status 503", { cause });
  expect(error).toMatchObject({ name: "ClientError", code: "provider_unavailable", cause });
  expect(error.message).toBe("provider unavailable: status 503");
  expect(`${new ClientError("not_signed_in")}`).toBe("ClientError: not signed in");
});

test("without a cause there is none", () => {
  expect(Object.hasOwn(new ClientError("not_signed_in"), "cause")).toBe(false);
});

test("it is known by its code, also when another copy of the kit threw it", () => {
  const error = new ClientError("not_signed_in");
  const twin = Object.assign(new Error("x"), { name: "ClientError", code: "not_signed_in" });
  expect([error, twin].map((each) => isClientError(each, "not_signed_in"))).toEqual([true, true]);
  expect(isClientError(error)).toBe(true);
  expect(isClientError(error, "session_ended")).toBe(false);
  for (const other of [new Error("x"), "not_signed_in", { code: "not_signed_in" }, undefined]) {
    expect(isClientError(other)).toBe(false);
  }
});

test("every code is a word that programs can compare, and says something to people", () => {
  for (const [code, words] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(words).toMatch(/\S \S/);
  }
});

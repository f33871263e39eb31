import { expect, test } from "vitest";
import { ApiFailure } from "../failures.ts";
import { triggerResponse } from "./trigger-response.ts";

const invalid = (why: string) => new ApiFailure("InvalidLambdaResponseException", why);
const read = (response: unknown) => triggerResponse({ version: "1", response }, invalid);

test.each([undefined, null, "text", 1, true, [], {}, { response: null }, { response: [] }, { response: "" }])(
  "%j is no event given back",
  (event) => {
    expect(() => triggerResponse(event, invalid)).toThrow("the function did not give its event back");
  },
);

test("absent and null are the same: nothing", () => {
  for (const response of [read({}), read({ a: null })]) {
    expect(response.flag("a")).toBe(false);
    expect(response.text("a")).toBeUndefined();
    expect(response.textMap("a")).toBeUndefined();
    expect(response.map("a")).toBeUndefined();
    expect(response.textList("a")).toBeUndefined();
    expect(response.part("a")).toBeUndefined();
  }
  expect(read({}).has("a")).toBe(false);
  expect(read({ a: null }).has("a")).toBe(true);
});

test("members of the right type are given", () => {
  const response = read({ flag: true, text: "", map: { a: 1, b: null }, list: ["x"], part: { text: "y" } });
  expect(response.flag("flag")).toBe(true);
  expect(response.text("text")).toBe("");
  expect(response.map("map")).toEqual({ a: 1 });
  expect(response.textList("list")).toEqual(["x"]);
  expect(response.part("part")?.text("text")).toBe("y");
  expect(read({ map: { a: "1", b: null } }).textMap("map")).toEqual({ a: "1" });
});

test.each([
  ["a flag that is a text", (value: unknown) => read({ a: value }).flag("a"), "true"],
  ["a text that is a number", (value: unknown) => read({ a: value }).text("a"), 1],
  ["a map that is a list", (value: unknown) => read({ a: value }).map("a"), []],
  ["a map of texts with a number", (value: unknown) => read({ a: value }).textMap("a"), { b: 1 }],
  ["a map of texts with a list", (value: unknown) => read({ a: value }).textMap("a"), { b: ["c"] }],
  ["a list that is a text", (value: unknown) => read({ a: value }).textList("a"), "b"],
  ["a list with null", (value: unknown) => read({ a: value }).textList("a"), [null]],
  ["a part that is a text", (value: unknown) => read({ a: value }).part("a"), "b"],
])("refuses %s, and says where", (_what, ask, value) => {
  expect(() => ask(value)).toThrow("response.a has a wrong type");
});

test("says where inside a part", () => {
  expect(() =>
    read({ a: { b: 1 } })
      .part("a")
      ?.text("b"),
  ).toThrow("response.a.b has a wrong type");
});

test("what every object inherits is not a member", () => {
  expect(read({}).has("constructor")).toBe(false);
  expect(read({}).text("toString")).toBeUndefined();
});

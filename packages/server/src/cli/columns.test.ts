import { expect, test } from "vitest";
import { columns } from "./columns.ts";

test("aligns all columns but the last, and leaves no blanks at the ends", () => {
  expect(
    columns([
      ["a", "long one", "x"],
      ["bbb", "c", ""],
    ]),
  ).toBe("  a    long one  x\n  bbb  c");
});

test("one very long cell does not push the others away", () => {
  const long = "x".repeat(49);
  expect(
    columns(
      [
        ["a", "b"],
        [long, "c"],
      ],
      "",
    ),
  ).toBe(`a  b\n${long}  c`);
});

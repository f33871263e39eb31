import { expect, test } from "vitest";
import { deleteChunks, readChunks, setChunks } from "./chunks.ts";
import type { CookieRules } from "./cookie.ts";

const rules: CookieRules = { name: "session", isSecure: true, sameSite: "lax", isPartitioned: false };
const none = new Map<string, string>();

function pairs(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const [, name = "", value = ""] = /^__Host-([^=]+)=([^;]*)/.exec(line) ?? [];
      return [name, value];
    }),
  );
}

test("CK-04: values of any size come back, and no cookie is larger than 4096 bytes with its name", () => {
  for (const length of [0, 1, 700, 4_000, 4_072, 4_080, 8_200, 12_000]) {
    const value = "v".repeat(length);
    const lines = setChunks(rules, value, 60, none);
    for (const line of lines) expect((line.split(";")[0] ?? "").length).toBeLessThanOrEqual(4_096);
    expect(readChunks(rules, pairs(lines))).toBe(length === 0 ? undefined : value);
  }
});

test("CK-04: what needs more than three is refused, with what to do instead", () => {
  expect(() => setChunks(rules, "v".repeat(13_000), 60, none)).toThrow(
    /too large for 3 cookies; use a store/,
  );
});

test("a value that has become shorter deletes the pieces that are left over", () => {
  const long = pairs(setChunks(rules, "v".repeat(9_000), 60, none));
  const lines = setChunks(rules, "short", 60, long);
  expect(lines.map((line) => line.split(";")[0])).toEqual([
    "__Host-session.0=1.short",
    "__Host-session.1=",
    "__Host-session.2=",
  ]);
  expect(deleteChunks(rules, long)).toHaveLength(3);
});

test("a piece that is missing makes it none", () => {
  const long = pairs(setChunks(rules, "v".repeat(9_000), 60, none));
  long.delete("session.1");
  expect(readChunks(rules, long)).toBeUndefined();
  for (const first of ["", "0.x", "x", "1"]) {
    expect(readChunks(rules, new Map([["session.0", first]]))).toBeUndefined();
  }
});

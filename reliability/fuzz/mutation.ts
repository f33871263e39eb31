/** Good inputs gone wrong: pieces cut out, doubled, swapped, put in. An edit says where in parts of the whole, so that it shrinks with it. */
import fc from "fast-check";

export interface Edit {
  readonly kind: "delete" | "insert" | "replace" | "double" | "cut" | "swap";
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** What parsers stumble over: ends of strings and of numbers, separators, encodings, and names that JavaScript knows. */
const stumbles = [
  ..."\0\n\r\t \"'\\%&+,./:;<=>?@[]{}|~^$#*!-_",
  ...["%00", "%", "%zz", "%c0%af", "%ed%a0%80", "\uFEFF", "\u202E", "\uD800", "é", "İ", "ß", "𝒳", "\u0000"],
  ...["__proto__", "constructor", "toString", "null", "undefined", "NaN", "true", "[]", "{}", "[[[[[[[["],
  ...["-1", "0", "1e999", "9007199254740993", "-0", "0x10", "99999999999999999999", "2147483648"],
  ...[
    "=",
    "==",
    "....",
    "..",
    "eyJhbGciOiJub25lIn0",
    "eyJhbGciOiJub25lIn0..",
    "AWS4-HMAC-SHA256",
    "Bearer ",
    "Basic ",
  ],
  ...["' or 1=1 --", "%' escape '\\", "^=", '\\"', "a".repeat(3000), "[".repeat(2000), "🦆".repeat(64)],
];

export const piece: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...stumbles),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.base64String({ maxLength: 24 }),
);

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom("delete", "insert", "replace", "double", "cut", "swap"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(12),
  text: piece,
});

/** None of the edits: the good input must go through too. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { maxLength: 4 });

export function apply(base: string, all: readonly Edit[]): string {
  return all.reduce(applyOne, base);
}

function applyOne(base: string, { kind, at, length, text }: Edit): string {
  const from = Math.floor(at * base.length);
  const [before, part, after] = [
    base.slice(0, from),
    base.slice(from, from + length),
    base.slice(from + length),
  ];
  switch (kind) {
    case "delete":
      return before + after;
    case "insert":
      return before + text + part + after;
    case "replace":
      return before + text + after;
    case "double":
      return before + part + part + after;
    case "cut":
      return before;
    case "swap":
      return after + part + before;
  }
}

import fc from "fast-check";
import { expect, it } from "vitest";
import { constraints } from "./constraints.ts";
import { compilePattern } from "./pattern.ts";

it("compiles every pattern of the model", () => {
  const patterns = Object.values(constraints).flatMap((shape) => ("pattern" in shape && shape.pattern) || []);
  expect(patterns.length).toBeGreaterThan(50);
  for (const pattern of patterns) expect(compilePattern(pattern).flags).toContain("u");
});

it("matches any character with (?s), line breaks included", () => {
  expect(compilePattern("(?s).*").test("a\nb")).toBe(true);
  expect(compilePattern(".*").test("a\nb")).toBe(false);
});

it.each(["EmailAddressType", "EmailVerificationMessageType", "EmailVerificationMessageByLinkType"])(
  "accepts in linear time exactly what the pattern of %s accepts",
  (name) => {
    const shape = constraints[name];
    if (shape?.type !== "string" || shape.pattern === undefined) throw new Error(name);
    const { pattern } = shape;
    const compiled = compilePattern(pattern);
    const literal = new RegExp(`^(?:${pattern})$`, "u");
    expect(compiled.source).not.toBe(literal.source);
    const pieces = fc.constantFrom("{####}", "{##", "##}", "#", "{", "}", "@", "a", " ", "\n", "é", "\u0000");
    const texts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, (text) => compiled.test(text) === literal.test(text)),
      { numRuns: 2000 },
    );
  },
);

import { describe, expect, test } from "vitest";
import { type Colours, customProperties, dark, light } from "./colours.ts";

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s colours", (_scheme, colours: Colours) => {
  const grounds = ["background", "surface"] as const;

  test.each(["text", "muted", "primary", "error", "success"] as const)(
    "%s reads at 5.6 : 1 or better on every ground",
    (role) => {
      for (const ground of grounds)
        expect(contrast(colours[role], colours[ground])).toBeGreaterThanOrEqual(5.6);
    },
  );

  test("text on the primary colour reads at 5.6 : 1 or better", () => {
    expect(contrast(colours.onPrimary, colours.primary)).toBeGreaterThanOrEqual(5.6);
  });

  test.each(["border", "focus"] as const)("%s stands out at 3 : 1 or better on every ground", (role) => {
    for (const ground of grounds) expect(contrast(colours[role], colours[ground])).toBeGreaterThanOrEqual(3);
  });
});

test("success is 7 : 1 or better in the dark", () => {
  expect(contrast(dark.success, dark.background)).toBeGreaterThanOrEqual(7);
  expect(contrast(dark.success, dark.surface)).toBeGreaterThanOrEqual(7);
});

test("a role's custom property is its name in kebab case", () => {
  expect(customProperties(light)).toContain("--on-primary: #FFFFFF;");
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const linear = (at: number) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

import { describe, expect, test } from "vitest";
import { contrast } from "../../core/branding/contrast.ts";
import { type Colours, dark, light } from "../../core/branding/house-colours.ts";
import { customProperties } from "./colours.ts";

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

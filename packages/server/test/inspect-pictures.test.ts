/** Pictures of the inspector's page for whoever changes it, in both schemes, on a phone and on a desk. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  everyToken,
  type InspectPage,
  type InspectStage,
  openInspect,
  startInspectStage,
} from "./support/inspect-page.ts";

const pictures = join(import.meta.dirname, "../../../build/screenshots");

const shown = ["access", "altered", "refresh", "foreign"];

let stage: InspectStage;
let tokens: Readonly<Record<string, string>>;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  stage = await startInspectStage();
  tokens = await everyToken(stage);
});
afterAll(() => stage.close());

test.each([
  [390, 844, "light"],
  [390, 844, "dark"],
  [1280, 900, "light"],
  [1280, 900, "dark"],
] as const)("the inspector at %i × %i, %s", async (width, height, colorScheme) => {
  const page = await openInspect(stage, `/inspect?pool=${stage.poolId}`, {
    viewport: { width, height },
    colorScheme,
  });
  const takes = (name: string) => take(page, `inspect-${name}-${width}-${colorScheme}`);
  await takes("empty");
  for (const [name, token] of shown.map((each) => [each, tokens[each] ?? ""] as const)) {
    await page.paste(token);
    await takes(name);
  }
});

async function take({ page }: InspectPage, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const size = await page.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
  expect(size[0], `${name} scrolls sideways`).toBe(size[1]);
}

test("without scripts", async () => {
  const viewport = { width: 390, height: 844 };
  await take(
    await openInspect(stage, "/inspect", { viewport, javaScriptEnabled: false }),
    "inspect-noscript-390",
  );
});

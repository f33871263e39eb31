/** The page behind a confirmation link in a real browser, with scripts and without, and pictures for whoever changes it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { begin, type LinkStage, startLinkStage } from "./support/confirm-link.ts";
import { launchBrowser } from "./support/launch-browser.ts";

let stage: LinkStage;
beforeAll(async () => {
  stage = await startLinkStage();
});
afterAll(() => stage.close());

describe("pictures", () => {
  test.each(["light", "dark"] as const)(
    "390 × 844, %s, in a real browser without a complaint",
    async (colorScheme) => {
      const pictures = join(import.meta.dirname, "../../../build/screenshots");
      mkdirSync(pictures, { recursive: true });
      const launched = await launchBrowser();
      onTestFinished(() => launched.close());
      const viewport = { width: 390, height: 844 };
      // Without scripts in the dark: the page must not need them.
      const javaScriptEnabled = colorScheme === "light";
      const context = await launched.newContext({ viewport, colorScheme, javaScriptEnabled });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (said) => void complaints.push(said.text()));
      const takes = async (name: string) => {
        await page.screenshot({ path: join(pictures, `${name}-390-${colorScheme}.png`), fullPage: true });
        const size = await page.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
        expect(size[0], `${name} scrolls sideways`).toBe(size[1]);
      };
      const link = stage.server.url + (await begin(stage, `grace.hopper-${colorScheme}`));
      await page.goto(link);
      await takes("confirm-user");
      await page.getByRole("button", { name: "Confirm my account" }).click();
      await page.getByRole("heading", { name: "Your account is confirmed" }).waitFor();
      await takes("user-confirmed");
      expect(complaints).toEqual([]);
      await page.goto(link);
      await page.getByRole("button", { name: "Confirm my account" }).click();
      await page.getByRole("heading", { name: "This link is no longer good" }).waitFor();
      await takes("confirm-user-dead");
    },
  );
});

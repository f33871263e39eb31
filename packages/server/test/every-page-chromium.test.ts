/**
 * Each page with everything it can show at once (every error, notice, entry and way on), in a real browser: nobody stumbles over it who
 * cannot see or point, nothing scrolls sideways on a telephone, and it is light. The stories show the pages as they come about.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assets } from "../src/pages/views/layout.tsx";
import { tooWide, violations } from "./support/chromium.ts";
import { everyPage } from "./support/every-page.ts";
import { launchBrowser } from "./support/launch-browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

// The inspector has a story of its own, with its own script.
const pages = everyPage("Ada").filter(([name]) => name !== "inspector");

test("HP-11: axe finds nothing on any page in any state, in light and in dark", async () => {
  const viewport = { width: 390, height: 844 };
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (said) => {
    if (["error", "warning"].includes(said.type())) complaints.push(said.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const weights = await serve(page);
  for (const [name] of pages) {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`http://localhost/${name}`);
    const light = await violations(page);
    await page.emulateMedia({ colorScheme: "dark" });
    // The same markup in other colours.
    const dark = await violations(page, ["color-contrast"]);
    expect({ name, light, dark, wide: await tooWide(page) }).toEqual({ name, light: [], dark: [], wide: 0 });
    expect(weights.get(name), `the weight of ${name}`).toBeLessThanOrEqual(30_000);
  }
  expect(complaints).toEqual([]);
  await context.close();
});

/** The pages and the files they need, from memory: what each weighs by its name. Anything else would be a complaint. */
async function serve(page: Page): Promise<ReadonlyMap<string, number>> {
  const weights = new Map<string, number>();
  let current = "";
  await page.route("**", async (route) => {
    const { pathname } = new URL(route.request().url());
    const html = pages.find(([name]) => pathname === `/${name}`)?.[1];
    const asset = assets.find(({ path }) => path === pathname);
    if (html !== undefined) current = pathname.slice(1);
    // That page sends itself to an app.
    const isSending = current === "form-post" && pathname.endsWith(".js");
    const body = html ?? (isSending ? "" : asset?.body);
    if (body === undefined) return route.abort();
    weights.set(current, (html === undefined ? (weights.get(current) ?? 0) : 0) + Buffer.byteLength(body));
    return route.fulfill({ body, contentType: asset?.contentType ?? "text/html; charset=utf-8" });
  });
  return weights;
}

/**
 * Each page with everything it can show at once (every error, notice, entry and way on), in a real browser: nobody stumbles over it who
 * cannot see or point, nothing scrolls sideways, and it is light. The stories show the pages as they come about.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assets } from "../src/pages/views/layout.tsx";
import { tooWide, violations } from "./support/chromium.ts";
import { everyPage } from "./support/every-page.ts";
import { launchBrowser } from "./support/launch-browser.ts";

const telephone = { width: 390, height: 844 };
let browser: Browser;
let page: Page;
let weights: ReadonlyMap<string, number>;
const complaints: string[] = [];

// The inspector has a story of its own, with its own script.
const pages = everyPage("Ada").filter(([name]) => name !== "inspector");

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: telephone, reducedMotion: "reduce" });
  page.on("console", (said) => {
    if (["error", "warning"].includes(said.type())) complaints.push(said.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  weights = await serve(page);
});
afterAll(() => browser.close());

test.each(pages)("HP-11: axe finds nothing on the page %s, in light and in dark", async (name) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`http://localhost/${name}`);
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  // The same markup in other colours.
  const dark = await violations(page, ["color-contrast"]);
  const narrow = await tooWide(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  const wide = await tooWide(page);
  await page.setViewportSize(telephone);
  expect({ light, dark, narrow, wide }).toEqual({ light: [], dark: [], narrow: 0, wide: 0 });
  expect(weights.get(name)).toBeLessThanOrEqual(30_000);
  expect(complaints).toEqual([]);
});

test("HP-11: names without a space make no page scroll sideways on a small telephone", async () => {
  const small = await browser.newPage({ viewport: { width: 320, height: 640 } });
  const wide: string[] = [];
  for (const [name, html] of everyPage("acme_production_customer_identity_pool_2026")) {
    if (name === "inspector") continue;
    await small.setContent(html);
    if ((await tooWide(small)) !== 0) wide.push(name);
  }
  await small.close();
  expect(wide).toEqual([]);
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

/** The pages as people see them: a real browser in each look, pictures for whoever changes them, and axe's opinion. */
import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Page, Request } from "playwright-core";
import { expect } from "vitest";

const pictures = join(import.meta.dirname, "../../../../build/screenshots");

/** Phone and desktop, light and dark, with scripts and without. */
export const looks = [
  { width: 390, height: 844, colorScheme: "light", javaScriptEnabled: true },
  { width: 390, height: 844, colorScheme: "dark", javaScriptEnabled: false },
  { width: 1280, height: 900, colorScheme: "light", javaScriptEnabled: false },
  { width: 1280, height: 900, colorScheme: "dark", javaScriptEnabled: true },
] as const satisfies readonly Look[];

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
  readonly javaScriptEnabled: boolean;
  /** What the browser asks for. */
  readonly locale?: string;
}

export function tagOf({ width, colorScheme, javaScriptEnabled }: Look): string {
  return `${width}-${colorScheme}-${javaScriptEnabled ? "js" : "nojs"}`;
}

export interface Viewer {
  readonly page: Page;
  /** What the browser refused or could not run. */
  readonly complaints: readonly string[];
  /** The folder of the pictures. */
  readonly pictures: string;
  /** Takes the page's picture, and finds nothing wrong with it. */
  look(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openViewer(browser: Browser, look: Look): Promise<Viewer> {
  const { width, height, colorScheme, javaScriptEnabled, locale = "en-GB" } = look;
  const viewport = { width, height };
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled, locale });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const { settle, weight } = watchRequests(page);
  return {
    page,
    complaints,
    pictures,
    async look(name) {
      await settle();
      await page.screenshot({ path: join(pictures, `${name}-${tagOf(look)}.png`), fullPage: true });
      expect(await tooWide(page), `${name} scrolls sideways`).toBe(0);
      expect(weight(), `${name} is heavy`).toBeLessThanOrEqual(30_000);
      // axe waits on timers, which a page without scripts does not have; its markup is the same.
      if (javaScriptEnabled) expect(await violations(page), `${name} in the eyes of axe`).toEqual([]);
    },
    close: () => context.close(),
  };
}

/** What the page has asked for since it began, and how much of it came. */
function watchRequests(page: Page) {
  const underWay = new Set<Request>();
  let weight = 0;
  page.on("request", (request) => {
    underWay.add(request);
    if (request.isNavigationRequest()) weight = 0;
  });
  const take = async (request: Request): Promise<void> => {
    const response = await request.response();
    // A redirect has none.
    weight += (await response?.body().catch(() => undefined))?.length ?? 0;
    underWay.delete(request);
  };
  page.on("requestfinished", take);
  page.on("requestfailed", (request) => underWay.delete(request));
  return {
    weight: () => weight,
    /** Resolves when nothing is missing any more; `networkidle` would then wait for half a second of silence. */
    async settle() {
      await page.waitForLoadState();
      await expect.poll(() => underWay.size, { interval: 10, timeout: 20_000 }).toBe(0);
    },
  };
}

export async function tooWide(page: Page): Promise<unknown> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** By all of axe's rules, or by some. Evaluated by the inspector, so that the page's policy is not in the way. */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
  );
  // What the expression above makes.
  return found as readonly string[];
}

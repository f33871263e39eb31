/** One person's browser: some tabs of one app, whose clock the driver moves. */
import type { BrowserContext, Page } from "playwright-core";
import { bundleTab } from "./pages.ts";
import type { Burst } from "./tabs/burst.ts";
import type { World } from "./world.ts";

export interface Tabs {
  /** By name and password where the provider asks; all tabs are loaded anew. */
  signIn(): Promise<void>;
  /** Moves their clocks to the world's, and wakes them up, as a lid that is opened does. */
  wakeUp(): Promise<void>;
  /** All requests of all tabs at once. */
  burst(requests: number): Promise<Burst[]>;
  /** Whether one request is answered now. */
  isSignedIn(): Promise<boolean>;
  /** That tabs were told of since the last time. */
  signOuts(): Promise<number>;
  close(): Promise<void>;
}

export type App = keyof World["homes"];

export async function openTabs(world: World, app: App, count: number): Promise<Tabs> {
  const home = world.homes[app];
  const context = await world.browser.newContext({ locale: "en-GB", ignoreHTTPSErrors: true });
  context.setDefaultTimeout(60_000);
  await holdClock(context, world.aheadMs);
  if (app === "session") {
    // Its page comes from the session processes, which know nothing of tests.
    await context.addInitScript({ content: `(() => {${await bundleTab("session-tab")}})()` });
  }
  const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()));
  const [first, ...others] = pages;
  if (first === undefined) throw new Error("there is no tab");
  return {
    async signIn() {
      await first.goto(home);
      await ready(first);
      await signInOn(first, world, home);
      await Promise.all(others.map((page) => page.goto(home).then(() => ready(page))));
    },
    async wakeUp() {
      await context.addInitScript(setClock, world.aheadMs);
      await Promise.all(pages.map((page) => page.evaluate(setClock, world.aheadMs)));
      await Promise.all(pages.map((page) => page.evaluate(() => dispatchEvent(new Event("focus")))));
    },
    burst: (requests) =>
      Promise.all(pages.map((page) => page.evaluate((many) => window.burst(many), requests))),
    isSignedIn: async () => (await first.evaluate(() => window.burst(1))).good === 1,
    async signOuts() {
      const told = await Promise.all(pages.map((page) => page.evaluate(takeSignOuts)));
      return told.reduce((sum, each) => sum + each, 0);
    },
    close: () => context.close(),
  };
}

/** The script of the page has come so far that it can be driven. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction("window.burst !== undefined && document.title !== 'starting'");
}

/** There and back. The provider may know the person still, and then asks nothing. */
async function signInOn(page: Page, { identity: { user } }: World, home: string): Promise<void> {
  const password = page.getByLabel("Password", { exact: true });
  await page.evaluate(() => {
    document.title = "leaving";
    void window.signIn();
  });
  await page.waitForFunction("!['leaving', 'starting', ''].includes(document.title)");
  if (await password.isVisible()) {
    await page.getByLabel("Username").fill(user.username);
    await password.fill(user.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.href === home);
  }
  await ready(page);
}

async function holdClock(context: BrowserContext, aheadMs: number): Promise<void> {
  await context.addInitScript(() => {
    const machineNow = Date.now.bind(Date);
    window.aheadMs = 0;
    Date.now = () => machineNow() + window.aheadMs;
  });
  await context.addInitScript(setClock, aheadMs);
}

/** Runs in pages. */
function setClock(ms: number): void {
  window.aheadMs = ms;
}

/** Runs in pages. */
function takeSignOuts(): number {
  const { signOuts } = window;
  window.signOuts = 0;
  return signOuts;
}

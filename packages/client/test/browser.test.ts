/** Browser-only apps in a real browser against a real server whose refresh tokens are good once, without a grace period. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BrowserAuthOptions } from "../src/browser/index.ts";
import {
  accessToken,
  type BrowserStage,
  fillIn,
  hasStatus,
  openBrowser,
  openTab,
  refreshesIn,
  signIn,
  sleep,
  startBrowserStage,
} from "./support/browser-app.ts";

let stage: BrowserStage;
let plain: BrowserAuthOptions;

beforeAll(async () => {
  stage = await startBrowserStage();
  plain = stage.options;
});

beforeEach(() => {
  stage.options = plain;
  stage.script = "app";
});

afterAll(() => stage.close());

const hour = 3600;
const rotated = { refreshTokens: "rotated" } as const;

test("signs in, calls an API, and signs out at the provider too", async () => {
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  await hasStatus(page, "signedOut");
  await signIn(stage, page);
  expect(await page.evaluate(() => window.auth.state)).toMatchObject({
    status: "signedIn",
    claims: { email: "ada@example.com" },
  });
  expect(await page.evaluate(async () => (await window.auth.fetch("/api/me")).status)).toBe(200);
  expect(stage.apiCalls.at(-1)).toBe(`Bearer ${await accessToken(page)}`);
  await page.evaluate(() => window.auth.signOut());
  await page.waitForURL(stage.home);
  await hasStatus(page, "signedOut");
  await page.evaluate(() => window.auth.signIn({ parameters: { prompt: "none" } }));
  await page.waitForFunction("window.auth?.state.error?.oauth?.error === 'login_required'");
  expect(visit.asked).toHaveLength(1);
});

test("prompt=none gets new tokens without a question while the provider knows the person", async () => {
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  await signIn(stage, page);
  const before = await accessToken(page);
  await page.evaluate(() => window.auth.signIn({ parameters: { prompt: "none" } }));
  await page.waitForFunction("window.auth?.state.status === 'signedIn' && window.events.length === 1");
  expect(page.url()).toBe(`${stage.home}boats`);
  expect(await accessToken(page)).not.toBe(before);
});

test("BF-08: neither a reload nor the Back button sends a code again", async () => {
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  const callbacks: string[] = [];
  page.on("framenavigated", (frame) => {
    if (frame.url().includes("code=")) callbacks.push(frame.url());
  });
  await signIn(stage, page);
  await page.goto(callbacks[0] ?? "");
  await page.waitForFunction("window.auth?.state.error?.code === 'sign_in_unknown'");
  expect(page.url()).toBe(`${stage.home}callback`);
  expect(visit.asked).toHaveLength(1);
});

describe.each([
  ["localStorage", "signedIn"],
  ["sessionStorage", "signedIn"],
  ["memory", "signedOut"],
] as const)("%s", (storage, afterReload) => {
  test(`after a reload somebody is ${afterReload}`, async () => {
    stage.options = { ...plain, storage, ...rotated };
    const visit = await openBrowser(stage);
    const page = await openTab(stage, visit);
    await signIn(stage, page);
    await page.reload();
    await hasStatus(page, afterReload);
  });

  test("BF-03: no refresh token is anywhere unless the app asks for it", async () => {
    stage.options = { ...plain, storage };
    const visit = await openBrowser(stage);
    const page = await openTab(stage, visit);
    const answer = page.waitForResponse((response) => response.url().endsWith("/oauth2/token"));
    await signIn(stage, page);
    const { refresh_token: refreshToken } = await (await answer).json();
    expect(refreshToken).toMatch(/^ey/);
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toContain(refreshToken);
  });

  test("BF-12: signing out in one tab is signing out in all", async () => {
    stage.options = { ...plain, storage, ...rotated };
    const visit = await openBrowser(stage);
    const first = await openTab(stage, visit);
    await signIn(stage, first);
    const second = await openTab(stage, visit);
    if (storage !== "localStorage") {
      await second.evaluate(() => window.auth.signIn({ parameters: { prompt: "none" } }));
    }
    await second.waitForFunction("window.auth?.state.status === 'signedIn'");
    await first.evaluate(() => window.auth.signOut({ atProvider: false }));
    await hasStatus(second, "signedOut");
    await hasStatus(first, "signedOut");
    expect(await second.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  });
});

test.each([2, 10])(
  "BF-10: %i tabs wake up and renew once, with refresh tokens that are good once",
  async (count) => {
    stage.options = { ...plain, storage: "localStorage", ...rotated };
    const visit = await openBrowser(stage);
    const first = await openTab(stage, visit);
    await signIn(stage, first);
    const tabs = [first];
    while (tabs.length < count) tabs.push(await openTab(stage, visit));
    for (let round = 1; round <= 3; round++) {
      await sleep(stage, tabs, hour);
      const tokens = await Promise.all(tabs.map((tab) => accessToken(tab)));
      expect(new Set(tokens).size).toBe(1);
      expect(refreshesIn(visit)).toBe(round);
    }
    for (const tab of tabs) expect(await tab.evaluate(() => window.auth.state.status)).toBe("signedIn");
  },
);

test("a duplicated tab, with its copy of an old refresh token, ends no session", async () => {
  stage.options = { ...plain, storage: "sessionStorage", ...rotated };
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  await signIn(stage, page);
  const opened = visit.context.waitForEvent("page");
  await page.evaluate(() => void window.open("/empty"));
  const copy = await opened;
  await copy.waitForURL(`${stage.home}empty`);
  await sleep(stage, [page], hour);
  const token = await accessToken(page);
  await copy.goto(stage.home);
  await hasStatus(copy, "signedIn");
  expect(await accessToken(copy)).toBe(token);
  await sleep(stage, [page, copy], hour);
  const tokens = await Promise.all([accessToken(copy), accessToken(page)]);
  expect(new Set(tokens).size).toBe(1);
  expect(refreshesIn(visit)).toBe(2);
});

test("BF-11: offline for hours, and then online: nobody is signed out and nothing is to be done", async () => {
  stage.options = { ...plain, ...rotated };
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  await signIn(stage, page);
  await visit.context.setOffline(true);
  await sleep(stage, [page], 8 * hour);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await hasStatus(page, "unavailable");
  await visit.context.setOffline(false);
  await hasStatus(page, "signedIn");
});

test("BF-11: a session that was revoked is over when it is renewed", async () => {
  stage.options = { ...plain, storage: "localStorage", ...rotated };
  const visit = await openBrowser(stage);
  const page = await openTab(stage, visit);
  await signIn(stage, page);
  await sleep(stage, [page], 31 * 24 * hour);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await hasStatus(page, "signedOut");
  expect(await page.evaluate(() => window.events)).toEqual(["signedIn", "unavailable", "ended"]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test.each(["full", "blocked", "absent"])("localStorage that is %s loses no session", async (trouble) => {
  stage.options = { ...plain, storage: "localStorage", ...rotated };
  const visit = await openBrowser(stage);
  if (trouble === "full") {
    const page = await visit.context.newPage();
    await page.goto(`${stage.home}empty`);
    await page.evaluate(() => {
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        try {
          for (;;) localStorage.setItem(`filler ${size} ${Math.random()}`, "x".repeat(size));
        } catch {
          // Full for this size.
        }
      }
    });
  } else {
    await visit.context.addInitScript((how) => {
      Object.defineProperty(window, "localStorage", {
        get() {
          if (how === "blocked") throw new DOMException("Access is denied.", "SecurityError");
          return null;
        },
      });
    }, trouble);
  }
  const page = await openTab(stage, visit);
  await signIn(stage, page);
  expect(await page.evaluate(() => window.auth.state.error?.code)).toBe("storage_unavailable");
  await sleep(stage, [page], hour);
  const before = await accessToken(page);
  expect(await accessToken(page, before)).not.toBe(before);
  await hasStatus(page, "signedIn");
});

test("React: StrictMode starts once, and the components follow", async () => {
  stage.script = "react-app";
  const visit = await openBrowser(stage);
  const page = await visit.context.newPage();
  await page.goto(stage.home);
  await page.getByRole("button", { name: "Sign in (signedOut)" }).click();
  await fillIn(page);
  await page.getByText("Hello, ada@example.com").waitFor();
  expect(page.url()).toBe(stage.home);
  expect(visit.asked).toHaveLength(1);
  await page.getByRole("button", { name: "Load" }).click();
  await page.waitForFunction("document.title === '200'");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in (signedOut)" }).waitFor();
});

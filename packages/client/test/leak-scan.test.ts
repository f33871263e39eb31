/**
 * A whole sign-in in a real browser, after which everything that was seen is searched for tokens: what was sent and answered, what
 * the browser stores and remembers, its heap, the logs. The refresh token is where the kit says it is, and nowhere else.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Log } from "../../server/src/core/ports.ts";
import type { BrowserAuthOptions } from "../src/browser/index.ts";
import {
  type BrowserStage,
  fillIn,
  hasStatus,
  signIn,
  sleep,
  startBrowserStage,
} from "./support/browser-app.ts";
import { type Evidence, leaksIn, type TokenAnswer } from "./support/leak-scan/evidence.ts";
import { type SessionApp, startSessionApp, written } from "./support/leak-scan/session-app.ts";
import { type WatchedBrowser, watchedBrowser } from "./support/leak-scan/watched-browser.ts";

let stage: BrowserStage;
let plain: BrowserAuthOptions;
const serverLog: Evidence[] = [];

beforeAll(async () => {
  const note = (...words: unknown[]) => serverLog.push({ where: "the server's log", text: written(words) });
  const log: Log = { info: note, warn: note, error: note };
  stage = await startBrowserStage(10, log);
  plain = stage.options;
});

beforeEach(() => {
  stage.options = plain;
  // Earlier tests have moved the server's clock.
  stage.aheadMs = stage.server.clock.now() - Date.now();
});

afterAll(() => stage.close());

const hour = 3600;

async function watched(): Promise<WatchedBrowser> {
  const visit = await watchedBrowser(stage.browser);
  onTestFinished(() => visit.close());
  return visit;
}

/** What the server keeps: its database and its journal among it. */
function serverFiles(): Evidence[] {
  const folder = stage.server.dataFolder;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => ({
      where: `the server's file ${name}`,
      text: readFileSync(join(parentPath, name), "latin1"),
    }));
}

async function allSeen(visit: WatchedBrowser): Promise<Evidence[]> {
  return [...(await visit.evidence()), ...serverLog, ...serverFiles()];
}

describe.each(["store", "cookie"] as const)("a session with its tokens behind a %s", (mode) => {
  let app: SessionApp;

  beforeEach(async () => {
    app = await startSessionApp(stage, mode);
    onTestFinished(() => app.close());
  });

  /** A call of the app's page to its own server. */
  const call = ({ page }: WatchedBrowser, path: string, method = "GET") =>
    page.evaluate(
      async ([address, how]) => {
        const response = await fetch(address, { method: how, headers: { "x-csrf": "1" } });
        return { status: response.status, body: await response.text() };
      },
      [path, method] as const,
    );

  async function signInAndRenew(visit: WatchedBrowser): Promise<void> {
    const { page } = visit;
    await page.goto(`${app.home}auth/login?returnTo=/boats`);
    await fillIn(page);
    await page.waitForURL(`${app.home}boats`);
    await page.reload();
    for (let hours = 0; hours < 2; hours += 1) {
      expect(await call(visit, "/auth/session")).toMatchObject({ status: 200 });
      expect((await call(visit, "/api/oauth2/userInfo")).body).toContain("ada@example.com");
      stage.server.advance(hour + 1);
    }
    expect(await call(visit, "/api/oauth2/userInfo")).toMatchObject({ status: 200 });
    await visit.look("before the sign-out");
  }

  test("BF-01, BF-02: no token of any kind is anywhere in the browser, nor in a log", async () => {
    const visit = await watched();
    await signInAndRenew(visit);
    const { body } = await call(visit, "/auth/logout", "POST");
    expect(JSON.parse(body)).toMatchObject({ revoked: true });
    await visit.page.goto(JSON.parse(body).url);
    await visit.page.waitForURL(app.home);
    await visit.look("after the sign-out");
    expect(new Set(app.answers.map((answer) => answer.refresh_token)).size).toBe(3);
    expect(app.log.map(({ text }) => JSON.parse(text).type)).toContain("renewed");
    expect(leaksIn([...(await allSeen(visit)), ...app.log], app.answers)).toEqual([]);
  });

  test("a token that does leak is found, wherever it is", async () => {
    const visit = await watched();
    await signInAndRenew(visit);
    const token = app.answers.at(-1)?.refresh_token ?? "";
    app.pages.set("/leak", leakingPage(token));
    await visit.page.goto(`${app.home}leak`);
    await visit.page.waitForFunction("window.isDone");
    await visit.look("of the leaking page");
    const found = leaksIn(await allSeen(visit), app.answers, ["refresh_token"]);
    expect(found).toEqual(expect.arrayContaining(leaks(app.home)));
  });
});

/** Somebody's bad idea, in many ways. The heap has the token in pieces that only a script puts together. */
function leakingPage(token: string): string {
  const half = Math.floor(token.length / 2);
  return `<!doctype html><title>Leak</title><script type="module">
    const token = ${JSON.stringify(token)};
    document.cookie = "kept=" + token.slice(0, 900);
    localStorage.setItem("kept", JSON.stringify({ in: btoa("a" + token) }));
    sessionStorage.setItem("kept", token);
    console.log("signed in with", token);
    history.replaceState({ token }, "");
    window.kept = ["${token.slice(0, half)}", "${token.slice(half)}"].join("");
    await (await caches.open("kept")).put("/kept", new Response(token));
    await fetch("/search?q=" + encodeURIComponent(token));
    await fetch("/collect", { method: "POST", headers: { "x-token": token }, body: token });
    await new Promise((resolve) => {
      indexedDB.open("kept " + token.slice(-40)).onsuccess = resolve;
    });
    // The timeline learns of a request some time after its answer.
    const isTimed = () => performance.getEntriesByType("resource").some(({ name }) => name.includes("/search"));
    while (!isTimed()) await new Promise((resolve) => setTimeout(resolve, 10));
    window.isDone = true;
  </script>`;
}

function leaks(home: string): string[] {
  return [
    "a cookie of the leaking page",
    `a request header of POST ${home}collect`,
    "document.cookie of the leaking page",
    "localStorage of the leaking page",
    "sessionStorage of the leaking page",
    `the address of GET ${home}search`,
    "the cache storage of the leaking page",
    "the console",
    "the heap of the leaking page",
    "the names of databases of the leaking page",
    "the page of the leaking page",
    "the performance timeline of the leaking page",
    `the request body of POST ${home}collect`,
    `the response body of GET ${home}leak`,
    "the stored state of the leaking page",
  ].map((where) => `refresh_token in ${where}`);
}

describe("a browser-only app that keeps its tokens in memory", () => {
  /** What the browser itself was answered. */
  function answersIn(visit: WatchedBrowser): TokenAnswer[] {
    return visit.proxy.seen
      .filter(({ where }) => where === `the response body of POST ${tokenAddress()}`)
      .map(({ text }) => JSON.parse(text));
  }
  const tokenAddress = () => `${stage.server.url}/oauth2/token`;

  async function signInAndCall(visit: WatchedBrowser): Promise<void> {
    const { page } = visit;
    await page.goto(stage.home);
    await hasStatus(page, "signedOut");
    await signIn(stage, page);
    expect(await page.evaluate(async () => (await window.auth.fetch("/api/me")).status)).toBe(200);
  }

  test("BF-03: without an option for it, the refresh token is in the provider's answer and nowhere else", async () => {
    stage.options = { ...plain, storage: "memory" };
    const visit = await watched();
    await signInAndCall(visit);
    await visit.look("before the sign-out");
    await visit.page.evaluate(() => window.auth.signOut({ atProvider: false }));
    await visit.look("after the sign-out");
    const answers = answersIn(visit);
    expect(answers.map(({ refresh_token }) => typeof refresh_token)).toEqual(["string"]);
    expect(leaksIn(await allSeen(visit), answers, ["refresh_token"])).toEqual([
      `refresh_token in the response body of POST ${tokenAddress()}`,
    ]);
    expect(leaksIn(await allSeen(visit), answers, ["access_token"])).toEqual([
      `access_token in a request header of GET ${stage.home}api/me`,
      "access_token in the heap before the sign-out",
      `access_token in the response body of POST ${tokenAddress()}`,
    ]);
  });

  test("BF-03: with rotation, it is in the page's memory until the sign-out, and goes to the provider only", async () => {
    stage.options = { ...plain, storage: "memory", refreshTokens: "rotated" };
    const visit = await watched();
    const { page } = visit;
    await signInAndCall(visit);
    await sleep(stage, [page], hour);
    expect(await page.evaluate(async () => (await window.auth.fetch("/api/me")).status)).toBe(200);
    await visit.look("before the sign-out");
    await page.evaluate(() => window.auth.signOut({ atProvider: false }));
    await visit.look("after the sign-out");
    await page.reload();
    await hasStatus(page, "signedOut");
    const answers = answersIn(visit);
    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(2);
    expect(leaksIn(await allSeen(visit), answers, ["refresh_token"])).toEqual([
      "refresh_token in the heap before the sign-out",
      `refresh_token in the request body of POST ${stage.server.url}/oauth2/revoke`,
      `refresh_token in the request body of POST ${tokenAddress()}`,
      `refresh_token in the response body of POST ${tokenAddress()}`,
    ]);
  });
});

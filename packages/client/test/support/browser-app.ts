/** The apps in `browser-app/`, bundled as their developer would bundle them, served from an origin of their own, and people in Chromium. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { rolldown } from "rolldown";
import { onTestFinished } from "vitest";
import type { Log } from "../../../server/src/core/ports.ts";
import { fillInSignIn, launchBrowser } from "../../../server/test/support/launch-browser.ts";
import { listenLocally } from "../../../server/test/support/listening.ts";
import {
  codeClient,
  createClient,
  createPerson,
  createPool,
  password,
} from "../../../server/test/support/pool.ts";
import { startTestServer, type TestServer } from "../../../server/test/support/server.ts";
import type { BrowserAuthOptions } from "../../src/browser/index.ts";

export interface BrowserStage {
  readonly server: TestServer;
  readonly poolId: string;
  readonly browser: Browser;
  /** Where the app is, with a slash at the end. */
  readonly home: string;
  /** How far the apps that are loaded from now on are ahead of the machine's clock. */
  aheadMs: number;
  /** The app's options; each test sets its own. */
  options: BrowserAuthOptions;
  /** Which of the apps is served. */
  script: "app" | "react-app";
  /** Authorization headers that the app's own API has got. */
  readonly apiCalls: string[];
  close(): Promise<void>;
}

const folder = join(import.meta.dirname, "../browser-app");

/** A heap snapshot cuts strings off after a kilobyte, unless told otherwise: a token may stand behind that. */
const wholeStrings = "--js-flags=--heap-snapshot-string-limit=1000000";

export async function startBrowserStage(graceSeconds = 0, log?: Log): Promise<BrowserStage> {
  const server = await startTestServer([], {}, log);
  const scripts = new Map([
    ["/app.js", await bundle(join(folder, "app.ts"))],
    ["/react-app.js", await bundle(join(folder, "react-app.ts"))],
  ]);
  const page = readFileSync(join(folder, "app.html"), "utf8");
  const listener = createServer((request, response) => answer(request, response));
  const { port, close } = await listenLocally(listener);
  const home = `http://localhost:${port}/`;
  const poolId = await createPool(server);
  await createPerson(server, poolId, "ada", { email: "ada@example.com", email_verified: "true" });
  const { clientId } = await createClient(server, poolId, {
    ...codeClient,
    CallbackURLs: [`${home}callback`],
    LogoutURLs: [home],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: graceSeconds },
  });
  const stage: BrowserStage = {
    server,
    poolId,
    home,
    aheadMs: 0,
    script: "app",
    apiCalls: [],
    options: {
      issuer: `${server.url}/${poolId}`,
      clientId,
      redirectUri: `${home}callback`,
      scopes: ["email"],
    },
    browser: await launchBrowser(wholeStrings),
    async close() {
      await this.browser.close();
      await close();
      await server.close();
    },
  };

  async function answer({ url = "/", headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const script = scripts.get(url);
    if (script !== undefined) {
      response.setHeader("content-type", "text/javascript").end(script);
    } else if (url.startsWith("/api/")) {
      const { authorization = "" } = headers;
      stage.apiCalls.push(authorization);
      const { status } = await fetch(`${server.url}/oauth2/userInfo`, { headers: { authorization } });
      response.writeHead(status).end();
    } else if (url === "/empty") {
      response.setHeader("content-type", "text/html").end("<!doctype html><title>Empty</title>");
    } else {
      const settings = JSON.stringify({ options: stage.options, aheadMs: stage.aheadMs });
      const html = page.replace(">null<", () => `>${settings}<`);
      response.setHeader("content-type", "text/html").end(html.replace("/app.js", `/${stage.script}.js`));
    }
  }
  return stage;
}

async function bundle(input: string): Promise<string> {
  const made = await rolldown({
    input,
    platform: "browser",
    logLevel: "silent",
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
  });
  const { output } = await made.generate({ format: "esm" });
  await made.close();
  return output[0].code;
}

export interface Visit {
  readonly context: BrowserContext;
  /** Forms that were sent to the token endpoint, by all tabs. */
  readonly asked: URLSearchParams[];
}

/** A browser of somebody's own, for one test. */
export async function openBrowser({ browser }: BrowserStage): Promise<Visit> {
  const context = await browser.newContext({ locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  onTestFinished(() => context.close());
  const asked: URLSearchParams[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/oauth2/token") && request.method() === "POST") {
      asked.push(new URLSearchParams(request.postData() ?? ""));
    }
  });
  return { context, asked };
}

export function refreshesIn({ asked }: Visit): number {
  return asked.filter((form) => form.get("grant_type") === "refresh_token").length;
}

/** The app in a new tab, once it knows who is there. */
export async function openTab({ home }: BrowserStage, { context }: Visit): Promise<Page> {
  const page = await context.newPage();
  await page.goto(home);
  await page.waitForFunction("window.auth && window.auth.state.status !== 'starting'");
  return page;
}

/** From the app's button to the app again. */
export async function signIn(stage: BrowserStage, page: Page, username = "ada"): Promise<void> {
  await page.evaluate(() => window.auth.signIn({ returnTo: "/boats" }));
  await fillIn(page, username);
  await page.waitForURL(`${stage.home}boats`);
  await hasStatus(page, "signedIn");
}

/** On the provider's page. */
export async function fillIn(page: Page, username = "ada"): Promise<void> {
  await fillInSignIn(page, username, password);
}

export async function hasStatus(page: Page, status: string): Promise<void> {
  await page.waitForFunction((wanted) => document.getElementById("status")?.textContent === wanted, status);
}

/** Time passes for the server and for tabs that are open: as in sleep, no timer notices. */
export async function sleep(stage: BrowserStage, pages: readonly Page[], seconds: number): Promise<void> {
  stage.server.advance(seconds);
  stage.aheadMs += seconds * 1000;
  const { aheadMs } = stage;
  for (const page of pages) {
    await page.evaluate((ms) => {
      window.aheadMs = ms;
    }, aheadMs);
  }
}

export function accessToken(page: Page, insteadOf?: string): Promise<string> {
  return page.evaluate((refused) => window.auth.accessToken(refused), insteadOf);
}

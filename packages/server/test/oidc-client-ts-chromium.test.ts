/** oidc-client-ts, as it comes from npm, in a real browser: an app without a server, from sign-in to sign-out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type BundledApp, serveBundledApp } from "./support/bundled-app.ts";
import { type Stage, setStage } from "./support/hosted.ts";
import { fillInSignIn, launchBrowser } from "./support/launch-browser.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let app: BundledApp;
let stage: Stage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await startTestServer();
  const html = readFileSync(join(import.meta.dirname, "browser-app/oidc.html"), "utf8");
  app = await serveBundledApp("oidc.ts", () => {
    const settings = { authority: `${server.url}/${stage.poolId}`, client_id: stage.client.clientId };
    return html.replace(">null<", `>${JSON.stringify(settings)}<`);
  });
  stage = await setStage(server, { CallbackURLs: [`${app.address}callback`], LogoutURLs: [app.address] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

beforeEach(async () => {
  const context = await browser.newContext({ locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  await page.goto(app.address);
  return () => context.close();
});

const signedIn = (on = page) => on.getByRole("heading", { name: "Signed in as ada, ada@example.com" });
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const isDone = async (): Promise<void> => {
  const words = page.getByRole("status").filter({ hasText: /\S/ });
  expect(await words.textContent()).toBe("Done");
};

test("signs in by redirect, renews with the refresh token, and signs out there as well", async () => {
  await press("Sign in");
  await fillInSignIn(page, "ada", password);
  await signedIn().waitFor();
  await press("Renew");
  await isDone();
  await press("Sign out");
  await page.getByRole("heading", { name: "Nobody is signed in" }).waitFor();
  expect(page.url()).toBe(app.address);
  await press("Sign in");
  await page.getByLabel("Password", { exact: true }).waitFor();
});

test("asks in a hidden frame whether somebody is signed in", async () => {
  await press("Sign in");
  await fillInSignIn(page, "ada", password);
  await signedIn().waitFor();
  await press("Ask silently");
  await isDone();
  await signedIn().waitFor();
});

test("signs in in a popup, which cannot reach the page it came from and tells it all the same", async () => {
  const [popup] = await Promise.all([page.waitForEvent("popup"), press("Sign in in a popup")]);
  await fillInSignIn(popup, "ada", password);
  await signedIn().waitFor();
  await isDone();
});

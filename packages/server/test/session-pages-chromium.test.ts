/** What people see when a browser's session ends: by itself, from elsewhere, or by their own word. In each look, with axe's opinion. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import { looks, openViewer, tagOf } from "./support/chromium.ts";
import { authorizePath, type Stage, setStage } from "./support/hosted.ts";
import { callHouse } from "./support/house.ts";
import { fillInSignIn, launchBrowser } from "./support/launch-browser.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let app: LocalApp;
let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(join(import.meta.dirname, "../../../build/screenshots"), { recursive: true });
  server = await startTestServer();
  app = await startApp();
  stage = await setStage(server, { CallbackURLs: [app.callback], LogoutURLs: [app.home] });
  await callHouse(server, "SetUserPoolBrowserSession", { UserPoolId: stage.poolId, IdleMinutes: 15 });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

test.each(looks.map((look) => [tagOf(look), look] as const))("%s", async (_, look) => {
  const { page, complaints, look: takes, close } = await openViewer(browser, look);
  const asked = server.url + authorizePath(stage, { redirect_uri: app.callback });
  const enter = async () => {
    await fillInSignIn(page, "ada", password);
    await page.getByText("Back in the app").waitFor();
  };
  await page.goto(asked);
  await enter();
  await page.goto(asked.replace("/oauth2/authorize", "/login"));
  await page.getByText("ada").first().waitFor();
  server.advance(16 * 60);
  await page.getByRole("button").first().click();
  await page.getByText("not used for a while").waitFor();
  await takes("session-idle");
  await enter();
  await page.goto(`${server.url}/logout?client_id=${stage.client.clientId}`);
  await takes("sign-out-question");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("heading", { name: "You are signed out" }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

/** Making an account and finding a lost password again in a real browser, in every look; pictures of each page. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import { looks, openViewer, tagOf } from "./support/chromium.ts";
import { authorizePath, type Stage } from "./support/hosted.ts";
import { byMail } from "./support/hosted-accounts.ts";
import { lastCode } from "./support/inbox.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { codeClient, createClient, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  app = await startApp();
  const Schema = [
    { Name: "given_name", Required: true, Mutable: true },
    { Name: "birthdate", Required: true, Mutable: true },
  ];
  const poolId = await createPool(server, { ...byMail, PoolName: "Boat club", Schema });
  const settings = { ...codeClient, ClientName: "Lakeside", CallbackURLs: [app.callback] };
  const client = await createClient(server, poolId, settings);
  stage = { server, poolId, client, person: { username: "", password, sub: "" } };
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

test.each(looks)(
  "HP-02, HP-11: an account and a new password at $width × $height, $colorScheme, scripts: $javaScriptEnabled",
  async (shape) => {
    const email = `new-${tagOf(shape)}@example.com`;
    const viewer = await openViewer(browser, shape);
    const { page } = viewer;
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const start = server.url + authorizePath(stage, { redirect_uri: app.callback });

    await page.goto(start);
    await viewer.look("login-with-ways");
    await page.getByRole("link", { name: "Create account" }).click();
    await viewer.look("sign-up");
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByLabel("Password again").fill("short");
    await press("Continue");
    await viewer.look("sign-up-wrong");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByLabel("Password again").fill(password);
    await press("Continue");
    await viewer.look("sign-up-details");
    await page.getByLabel("Given name").fill("Ada");
    await page.getByLabel("Date of birth").fill("1815-12-10");
    await press("Create account");
    await viewer.look("confirm");
    await press("Send another code");
    await viewer.look("confirm-again");
    await page.getByLabel("Code").fill("000000");
    await press("Confirm and sign in");
    await viewer.look("confirm-wrong");
    await page.getByLabel("Code").fill(await lastCode(server, email));
    await press("Confirm and sign in");
    await page.getByText("Back in the app").waitFor();

    await page.context().clearCookies();
    await page.goto(start);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await viewer.look("forgot-password");
    await page.getByLabel("Email address").fill(email);
    await press("Send a code");
    await viewer.look("reset-password");
    await page.getByLabel("Code").fill(await lastCode(server, email));
    await page.getByLabel("New password", { exact: true }).fill("My-Own-Horse-22");
    await page.getByLabel("New password again").fill("My-Own-Horse-23");
    await press("Save new password");
    await viewer.look("reset-password-wrong");
    await page.getByLabel("Code").fill(await lastCode(server, email));
    await page.getByLabel("New password", { exact: true }).fill("My-Own-Horse-22");
    await page.getByLabel("New password again").fill("My-Own-Horse-22");
    await press("Save new password");
    await viewer.look("password-changed");
    await page.getByLabel("Password", { exact: true }).fill("My-Own-Horse-22");
    await press("Sign in");
    await page.getByText("Back in the app").waitFor();
    expect(new URL(page.url()).searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
    expect(viewer.complaints).toEqual([]);
    await viewer.close();
  },
);

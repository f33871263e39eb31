/** The account page in a real browser, in every look; pictures of each state. */
import { SetUserPoolMfaConfigCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import { looks, openViewer, tagOf } from "./support/chromium.ts";
import { authorizePath, type Stage } from "./support/hosted.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { choiceFlows } from "./support/passkeys.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { track } from "./support/sessions.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  app = await startApp();
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  const poolId = await createPool(server, { PoolName: "Boat club", Policies: { SignInPolicy } });
  await track(server, poolId);
  const WebAuthnConfiguration = { RelyingPartyId: "localhost" };
  await server.admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId: poolId, WebAuthnConfiguration }));
  const settings = {
    ClientName: "Lakeside",
    CallbackURLs: [app.callback],
    ExplicitAuthFlows: [...choiceFlows],
  };
  const client = await createClient(server, poolId, { ...codeClient, ...settings });
  stage = { server, poolId, client, person: { username: "", password, sub: "" } };
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

test.each(looks)("at $width × $height, $colorScheme, scripts: $javaScriptEnabled", async (shape) => {
  const username = `ada-${tagOf(shape)}`;
  const email = `${username}@example.com`;
  await createPerson(server, stage.poolId, username, { email, birthdate: "1815-12-10" });
  const [other, viewer] = [await openViewer(browser, shape), await openViewer(browser, shape)];
  const home = server.url.replace("127.0.0.1", "localhost");
  const path =
    home + authorizePath(stage, { redirect_uri: app.callback }).replace("/oauth2/authorize", "/account");
  for (const { page } of [other, viewer]) {
    await page.goto(path);
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Your account" }).waitFor();
    server.advance(60);
  }
  const { page } = viewer;
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await viewer.look("account");
  await page.getByLabel("Date of birth").fill("");
  await page.getByLabel("Name").fill("Ada Lovelace");
  await press("Save");
  await page.getByText("Saved.").waitFor();
  await viewer.look("account-saved");
  expect(await page.getByLabel("Date of birth").count()).toBe(0);
  await page.getByRole("button", { name: "Sign out there" }).first().click();
  await page.getByText("Signed out there.").waitFor();
  await other.page.reload();
  await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await press("Delete my account");
  await viewer.look("account-delete");
  await press("Delete it for good");
  await page.getByText("Your account is deleted").waitFor();
  await viewer.look("account-deleted");
  expect(viewer.complaints).toEqual([]);
  await other.close();
  await viewer.close();
});

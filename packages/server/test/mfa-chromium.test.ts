/** Second factors on the sign-in pages in a real browser, without scripts, and pictures of each for whoever changes them. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AdminUpdateUserAttributesCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import { authorizePath } from "./support/hosted.ts";
import { lastCode } from "./support/inbox.ts";
import { fillInSignIn, launchBrowser } from "./support/launch-browser.ts";
import { bySms, byTotp, type MfaStage, mfaStage, personWithTotp, prefer, setMfa } from "./support/mfa.ts";
import { codeClient, createClient, createPerson, password, type TestClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
let stage: MfaStage;
let client: TestClient;
const pictures = join(import.meta.dirname, "../../../build/screenshots");

const looks = [
  [390, 844, "light"],
  [1280, 900, "light"],
  [390, 844, "dark"],
] as const;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  server = await startTestServer();
  app = await startApp();
  stage = await mfaStage(server, { ...byTotp, ...bySms });
  for (const [width, , colorScheme] of looks) await personWithBoth(`both-${width}-${colorScheme}`, width);
  await setMfa(server, stage.UserPoolId, { MfaConfiguration: "ON", ...byTotp, ...bySms });
  const settings = { ...codeClient, ClientName: "Lakeside", CallbackURLs: [app.callback] };
  client = await createClient(server, stage.UserPoolId, settings);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

async function signInAs(page: Page, username: string): Promise<void> {
  const person = { username, password, sub: "" };
  const hosted = { server, poolId: stage.UserPoolId, client, person };
  await page.goto(server.url + authorizePath(hosted, { redirect_uri: app.callback }));
  await fillInSignIn(page, username, password);
}

/** An app and a phone, neither before the other. */
async function personWithBoth(username: string, width: number): Promise<void> {
  await personWithTotp(stage, username);
  const UserAttributes = [{ Name: "phone_number", Value: phoneOf(width) }];
  const person = { UserPoolId: stage.UserPoolId, Username: username };
  await server.admin.send(new AdminUpdateUserAttributesCommand({ ...person, UserAttributes }));
  await prefer(stage, username, {
    SMSMfaSettings: { Enabled: true },
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: false },
  });
}

function phoneOf(width: number): string {
  return `+1555555${String(width).padStart(4, "0")}`;
}

test.each(looks)("set up, chosen and answered at %i × %i, %s", async (width, height, colorScheme) => {
  const tag = `${width}-${colorScheme}`;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale: "en-GB",
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  const takes = async (name: string) => {
    await page.screenshot({ path: join(pictures, `${name}-${tag}.png`), fullPage: true });
  };

  await createPerson(server, stage.UserPoolId, `new-${tag}`);
  await signInAs(page, `new-${tag}`);
  const secret = (await page.locator("#secret").textContent()) ?? "";
  await takes("mfa-set-up");
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await takes("mfa-set-up-wrong");
  await page.getByLabel("Code").fill(totp(secret, server.clock.now()));
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await page.getByText("Back in the app").waitFor();

  await context.clearCookies();
  await signInAs(page, `both-${tag}`);
  await takes("mfa-choose");
  await page.getByRole("button", { name: /text message|SMS/i }).click();
  await takes("mfa-code");
  await page.getByLabel("Code").fill(await lastCode(server, phoneOf(width)));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Back in the app").waitFor();
  expect(new URL(page.url()).searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
  await context.close();
});

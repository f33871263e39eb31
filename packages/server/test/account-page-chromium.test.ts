/** The account page in a real browser, in every look; pictures of each state. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import { looks, openViewer, tagOf } from "./support/chromium.ts";
import { onConfirmedDevice } from "./support/devices.ts";
import { authorizePath, type Stage } from "./support/hosted.ts";
import { lastCode } from "./support/inbox.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { byEmail, bySms, byTotp, setMfa } from "./support/mfa.ts";
import { choiceFlows } from "./support/passkeys.ts";
import { passwordClient } from "./support/people.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { track } from "./support/sessions.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
let stage: Stage;
let deviceClient: string;

beforeAll(async () => {
  server = await startTestServer();
  app = await startApp();
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  const poolId = await createPool(server, {
    PoolName: "Boat club",
    Policies: { SignInPolicy },
    AutoVerifiedAttributes: ["email"],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    DeviceConfiguration: {},
  });
  await track(server, poolId);
  const WebAuthnConfiguration = { RelyingPartyId: "localhost" };
  await setMfa(server, poolId, { ...byTotp, ...bySms, ...byEmail, WebAuthnConfiguration });
  const settings = {
    ClientName: "Lakeside",
    CallbackURLs: [app.callback],
    ExplicitAuthFlows: [...choiceFlows],
  };
  const client = await createClient(server, poolId, { ...codeClient, ...settings });
  stage = { server, poolId, client, person: { username: "", password, sub: "" } };
  deviceClient = await passwordClient(server, poolId);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

// The markup is the same in every look, and the forms are posted without scripts in the other stories.
test.each(looks.slice(0, 1))(
  "HP-02, HP-11: every change at $width × $height, $colorScheme, scripts: $javaScriptEnabled",
  async (shape) => {
    const username = `bea-${tagOf(shape)}`;
    const email = `${username}@example.com`;
    const person = { email, email_verified: "true", phone_number: "+15550101234" };
    await createPerson(server, stage.poolId, username, person);
    const devices = { server, UserPoolId: stage.poolId, ClientId: deviceClient };
    await onConfirmedDevice(devices, username, "Bea's laptop");
    const viewer = await openViewer(browser, shape);
    const { page } = viewer;
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
    const follow = (name: string) => page.getByRole("link", { name, exact: true }).click();
    await page.goto(accountAddress());
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await press("Sign in");
    await viewer.look("account-full");

    await follow("Change : Email address");
    await page.getByLabel("New email address").fill(email);
    await press("Continue");
    await viewer.look("account-email-wrong");
    await page.getByLabel("New email address").fill(`new-${email}`);
    await press("Continue");
    await viewer.look("account-verify");
    await follow("Back to your account");
    await viewer.look("account-waiting");
    await press("Confirm : Email address");
    await page.getByLabel("Code").fill("000000");
    await press("Confirm");
    await viewer.look("account-verify-wrong");
    await page.getByLabel("Code").fill(await lastCode(server, `new-${email}`));
    await press("Confirm");
    await page.getByText(`new-${email}`).waitFor();

    await follow("Set up : Authenticator app");
    await viewer.look("account-app");
    const secret = (await page.locator("#secret").textContent()) ?? "";
    await page.getByLabel("Code").fill(totp(secret, server.clock.now()));
    await press("Save");
    await page.getByText("Your authenticator app is set up.").waitFor();
    await press("Turn on : Email");
    await page.getByText("Turned on.").waitFor();
    await press("Ask for this first : Email");
    await viewer.look("account-factors");

    await follow("Change password : Password");
    await viewer.look("account-password");
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password", { exact: true }).fill("short");
    await page.getByLabel("New password again").fill("short");
    await press("Change password");
    await viewer.look("account-password-wrong");
    await page.goBack();
    await page.getByLabel("Current password").fill(password);
    await page.getByLabel("New password", { exact: true }).fill("My-Own-Horse-22");
    await page.getByLabel("New password again").fill("My-Own-Horse-22");
    await press("Change password");
    await page.getByText("Your password is changed.").waitFor();

    await press("Forget : Bea's laptop");
    await page.getByText("The device is forgotten.").waitFor();
    await press("Remove : Phone number");
    await viewer.look("account-question");
    await press("Remove it");
    await page.getByText("Removed.").waitFor();
    await viewer.look("account-after");
    expect(viewer.complaints).toEqual([]);
    await viewer.close();
  },
);

function accountAddress(): string {
  const path = authorizePath(stage, { redirect_uri: app.callback }).replace("/oauth2/authorize", "/account");
  return server.url.replace("127.0.0.1", "localhost") + path;
}

test.each(looks)("at $width × $height, $colorScheme, scripts: $javaScriptEnabled", async (shape) => {
  const username = `ada-${tagOf(shape)}`;
  const email = `${username}@example.com`;
  await createPerson(server, stage.poolId, username, { email, birthdate: "1815-12-10" });
  const [other, viewer] = [await openViewer(browser, shape), await openViewer(browser, shape)];
  for (const { page } of [other, viewer]) {
    await page.goto(accountAddress());
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

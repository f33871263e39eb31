/** Passkeys on the pages in a real browser with a virtual authenticator; pictures of each page. */
import {
  AdminSetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import type { RegistrationJson } from "./support/authenticator.ts";
import { looks, openViewer, tagOf } from "./support/chromium.ts";
import { authorizePath, type Stage } from "./support/hosted.ts";
import { lastCode } from "./support/inbox.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { choiceFlows, completeRegistration, startRegistration } from "./support/passkeys.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { plugIn } from "./support/virtual-authenticator.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
let stage: Stage;
/** Passkeys do not know addresses made of numbers. */
let home: string;

beforeAll(async () => {
  server = await startTestServer();
  app = await startApp();
  home = server.url.replace("127.0.0.1", "localhost");
  const AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] as const;
  const poolId = await createPool(server, {
    PoolName: "Boat club",
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: [...AllowedFirstAuthFactors] } },
  });
  stage = await stageOf(poolId);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

async function stageOf(poolId: string): Promise<Stage> {
  const settings = {
    ClientName: "Lakeside",
    CallbackURLs: [app.callback],
    ExplicitAuthFlows: [...choiceFlows],
  };
  const client = await createClient(server, poolId, { ...codeClient, ...settings });
  return { server, poolId, client, person: { username: "", password, sub: "" } };
}

/** Makes somebody with a passkey, as an app of the pool would. */
async function enrol(page: Page, username: string, { poolId }: Stage = stage): Promise<void> {
  await createPerson(server, poolId, username, { email: `${username}@example.com`, email_verified: "true" });
  const ClientId = await passwordClient(server, poolId, { ExplicitAuthFlows: [...choiceFlows] });
  const at = { server, UserPoolId: poolId, ClientId };
  const { AccessToken = "" } = await signIn(server, ClientId, username);
  await page.goto(`${home}/`);
  const options = await startRegistration(at, AccessToken);
  const credential = await page.evaluate(`(async () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)});
    return (await navigator.credentials.create({ publicKey })).toJSON();
  })()`);
  // What the browser makes of options of ours.
  await completeRegistration(at, AccessToken, credential as RegistrationJson);
}

function start(at: Stage = stage): string {
  return home + authorizePath(at, { redirect_uri: app.callback });
}

test.each(looks)(
  "a passkey, or a mailed code, at $width × $height, $colorScheme, scripts: $javaScriptEnabled",
  async (shape) => {
    const username = `ada-${tagOf(shape)}`;
    const viewer = await openViewer(browser, shape);
    const { page } = viewer;
    if (shape.javaScriptEnabled) {
      await plugIn(page);
      await page.goto(start());
      await viewer.look("login-passkey");
      await enrol(page, username);
      await page.goto(start());
      // The browser offers it by itself as soon as the page is there, or when the button is pressed.
      await page
        .getByRole("button", { name: "Sign in with a passkey" })
        .click({ timeout: 2000 })
        .catch(() => undefined);
      await page.getByText("Back in the app").waitFor();
      expect(new URL(page.url()).searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
      await page.context().clearCookies();
    } else {
      await createPerson(server, stage.poolId, username, {
        email: `${username}@example.com`,
        email_verified: "true",
      });
      await page.goto(start());
      await viewer.look("login-passkey");
      await page.getByText("Passkeys need JavaScript").waitFor();
      await page.getByLabel("Username").fill(username);
      await page.getByRole("button", { name: "Email me a code" }).click();
      await viewer.look("challenge-code");
      await page.getByLabel("Code").fill("000000");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await viewer.look("challenge-code-wrong");
      await page.getByLabel("Code").fill(await lastCode(server, `${username}@example.com`));
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText("Back in the app").waitFor();
    }
    expect(viewer.complaints).toEqual([]);
    await viewer.close();
  },
);

test.each([looks[0], looks[3]])(
  "a passkey is added, and signs in, at $width × $height, $colorScheme",
  async (shape) => {
    const username = `bea-${tagOf(shape)}`;
    await createPerson(server, stage.poolId, username);
    const viewer = await openViewer(browser, shape);
    const { page } = viewer;
    const device = await plugIn(page);
    await page.goto(start().replace("/oauth2/authorize", "/passkeys/add"));
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Add a passkey" }).waitFor();
    await viewer.look("add-passkey");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("Your passkey has been added.").waitFor();
    await viewer.look("passkey-added");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Back in the app").waitFor();
    expect(new URL(page.url()).searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
    await page.context().clearCookies();
    await device.touch(true);
    await page.goto(start());
    await page.getByText("Back in the app").waitFor();
    expect(viewer.complaints).toEqual([]);
    await viewer.close();
  },
);

test("AC-08: a passkey after the password, where it is the second factor", async () => {
  const poolId = await createPool(server, {
    PoolName: "Boat club",
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
  });
  const at = await stageOf(poolId);
  const viewer = await openViewer(browser, looks[0]);
  const { page } = viewer;
  const device = await plugIn(page);
  await enrol(page, "eva", at);
  await device.touch(false);
  await server.admin.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: "OPTIONAL",
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: { FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" },
    }),
  );
  await server.admin.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: poolId,
      Username: "eva",
      WebAuthnMfaSettings: { Enabled: true },
    }),
  );
  await page.goto(start(at));
  await page.getByLabel("Username").fill("eva");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Use your passkey" }).waitFor();
  await viewer.look("challenge-passkey");
  await device.touch(true);
  await page.getByRole("button", { name: "Use passkey" }).click();
  await page.getByText("Back in the app").waitFor();
  expect(viewer.complaints).toEqual([]);
  await viewer.close();
});

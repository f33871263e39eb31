/** Amplify v6 in a real browser: an app on another origin than Poolhouse, whose people sign in by SRP and by passkey. */
import type { SetUserPoolMfaConfigCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { amplifyApp, phone, startAmplifyServer } from "./support/amplify.ts";
import { serveAmplifyPage } from "./support/amplify-page.ts";
import type { BundledApp } from "./support/bundled-app.ts";
import { lastCode } from "./support/inbox.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { bySms } from "./support/mfa.ts";
import { createPerson, password } from "./support/pool.ts";
import type { TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let browser: Browser;
let page: Page;
let devtools: CDPSession;
let authenticatorId: string;
let complaints: string[];

beforeAll(async () => {
  server = await startAmplifyServer();
  browser = await launchBrowser();
  stage = await setStage({ WebAuthnConfiguration });
});
afterAll(async () => {
  await browser.close();
  await stage.site.close();
  await server.close();
});

interface Stage {
  readonly userPoolId: string;
  readonly site: BundledApp;
}

const WebAuthnConfiguration = { RelyingPartyId: "localhost", UserVerification: "required" } as const;

async function setStage(mfa: Partial<SetUserPoolMfaConfigCommandInput>): Promise<Stage> {
  const app = await amplifyApp(server, {
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } } },
    mfa: { MfaConfiguration: "OFF", ...mfa },
  });
  return { userPoolId: app.userPoolId, site: await serveAmplifyPage(server, app) };
}

/** A browser of one's own, with an authenticator that touches and verifies by itself. */
beforeEach(async () => {
  const context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  ({ authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  }));
  await page.goto(stage.site.address);
  return () => context.close();
});

const heading = (name: string) => page.getByRole("heading", { name, exact: true }).waitFor();
const passkeys = () => page.getByRole("listitem").allTextContents();

/** What the page says came of it. */
async function click(name: string): Promise<string> {
  await page.getByRole("button", { name, exact: true }).click();
  const status = page.getByRole("status").filter({ hasText: /./ });
  return (await status.textContent()) ?? "";
}

async function signInByPassword(username: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  expect(await click("Sign in")).toBe("DONE");
  await heading(`Signed in as ${username}`);
}

async function holder(username: string): Promise<void> {
  await createPerson(server, stage.userPoolId, username);
  await signInByPassword(username);
  expect(await click("Add a passkey")).toBe("Added");
}

const withoutPasskey = "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION PASSWORD_SRP PASSWORD";

test("a person signs in by SRP, adds a passkey, and signs in by it alone", async () => {
  await createPerson(server, stage.userPoolId, "ada");
  await signInByPassword("ada");
  expect(await passkeys()).toEqual([]);
  expect(await click("Add a passkey")).toBe("Added");
  expect(await passkeys()).toEqual([expect.stringMatching(/^\S.* for localhost$/)]);
  await page.reload();
  await heading("Signed in as ada");

  expect(await click("Sign out")).toBe("Signed out");
  await heading("Nobody is signed in");
  await page.getByLabel("Username").fill("ada");
  expect(await click("Sign in with a passkey")).toBe("DONE");
  await heading("Signed in as ada");
  expect(await passkeys()).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test("a passkey is one of the ways to choose from, until it is removed", async () => {
  await holder("bea");
  await click("Sign out");
  expect(await click("Sign in another way")).toBe(`${withoutPasskey} WEB_AUTHN`);
  await page.getByLabel("Answer").fill("WEB_AUTHN");
  expect(await click("Go on")).toBe("DONE");
  await heading("Signed in as bea");

  expect(await click("Remove every passkey")).toBe("Removed");
  expect(await passkeys()).toEqual([]);
  await click("Sign out");
  expect(await click("Sign in with a passkey")).toBe(withoutPasskey);
  expect(await click("Sign in another way")).toBe(withoutPasskey);
  expect(complaints).toEqual([]);
});

test("the same authenticator keeps one passkey of a person", async () => {
  await holder("cleo");
  expect(await click("Add a passkey")).toMatch(/^PasskeyAlreadyExists: /);
  expect(await passkeys()).toHaveLength(1);
});

test("two people keep their passkeys in one authenticator", async () => {
  await holder("dora");
  await click("Sign out");
  await holder("emma");
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  expect(credentials).toHaveLength(2);
  await click("Sign out");
  for (const name of ["dora", "emma"]) {
    await page.getByLabel("Username").fill(name);
    expect(await click("Sign in with a passkey")).toBe("DONE");
    await heading(`Signed in as ${name}`);
    await click("Sign out");
  }
});

test("a person who is not verified by their authenticator stays out", async () => {
  await holder("flo");
  await click("Sign out");
  await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  expect(await click("Sign in with a passkey")).toMatch(/^PasskeyAuthenticationCanceled: /);
  await heading("Nobody is signed in");
});

test("a page that is not of the relying party cannot use its passkeys", async () => {
  await createPerson(server, stage.userPoolId, "gina");
  await page.goto(stage.site.address.replace("localhost", "127.0.0.1"));
  await signInByPassword("gina");
  expect(await click("Add a passkey")).toMatch(/^RelyingPartyMismatch: /);
});

test("where a second factor is demanded, a passkey that verified its person is both", async () => {
  const { userPoolId, site } = await setStage({
    MfaConfiguration: "ON",
    ...bySms,
    WebAuthnConfiguration: {
      ...WebAuthnConfiguration,
      FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION",
    },
  });
  onTestFinished(() => site.close());
  await createPerson(server, userPoolId, "hana", { phone_number: phone, phone_number_verified: "true" });
  await page.goto(site.address);
  await page.getByLabel("Username").fill("hana");
  await page.getByLabel("Password").fill(password);
  expect(await click("Sign in")).toBe("CONFIRM_SIGN_IN_WITH_SMS_CODE");
  await heading("Nobody is signed in");
  await page.getByLabel("Answer").fill(await lastCode(server, phone));
  expect(await click("Go on")).toBe("DONE");
  expect(await click("Add a passkey")).toBe("Added");
  await click("Sign out");
  expect(await click("Sign in with a passkey")).toBe("DONE");
  await heading("Signed in as hana");
});

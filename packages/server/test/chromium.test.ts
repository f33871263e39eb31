/** The hosted pages in a real browser, with scripts and without, and pictures of each for whoever changes them. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as oidc from "openid-client";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import { authorizePath, invite, type Stage, setStage, temporaryPassword } from "./support/hosted.ts";
import { fillInSignIn, launchBrowser } from "./support/launch-browser.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let app: LocalApp;
let frontDoor: LocalApp;
let stage: Stage;
let browser: Browser;

const pictures = join(import.meta.dirname, "../../../build/screenshots");

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  server = await startTestServer();
  frontDoor = await startApp();
  app = await startApp(frontDoor.home);
  stage = await setStage(server, { CallbackURLs: [app.callback, app.hop], LogoutURLs: [app.home] });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await app.close();
  await frontDoor.close();
  await server.close();
});

interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser refused or could not run. */
  readonly complaints: string[];
}

async function openTab(options: Parameters<Browser["newContext"]>[0] = {}): Promise<Tab> {
  const context = await browser.newContext({ ...options, locale: "en-GB" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, context, complaints };
}

function ownPath(changes: Readonly<Record<string, string>> = {}): string {
  return server.url + authorizePath(stage, { redirect_uri: app.callback, ...changes });
}

async function fillIn(page: Page, username: string, given: string): Promise<void> {
  await fillInSignIn(page, username, given);
}

async function discover(): Promise<oidc.Configuration> {
  const issuer = new URL(`${server.url}/${stage.poolId}`);
  return oidc.discovery(issuer, stage.client.clientId, undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
}

describe.each([
  ["with scripts", true],
  ["without scripts", false],
])("%s", (_name, javaScriptEnabled) => {
  const tag = javaScriptEnabled ? "js" : "nojs";

  test("HP-02: an OpenID client's sign-in, from its link to verified tokens, without a complaint of the browser", async () => {
    const { page, context, complaints } = await openTab({ javaScriptEnabled });
    const config = await discover();
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const expectedState = oidc.randomState();
    const expectedNonce = oidc.randomNonce();
    const start = oidc.buildAuthorizationUrl(config, {
      redirect_uri: app.callback,
      scope: "openid email",
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      state: expectedState,
      nonce: expectedNonce,
    });
    await page.goto(start.href);
    await fillIn(page, "ada", password);
    await page.getByText("Back in the app").waitFor();
    const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
    });
    expect(tokens.claims()).toMatchObject({ sub: stage.person.sub, email: "ada@example.com" });
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("a wrong password keeps the name and says what is wrong, in focus", async () => {
    const { page, context, complaints } = await openTab({ javaScriptEnabled });
    await page.goto(ownPath());
    await fillIn(page, "ada", "Wrong-Horse-9");
    await page.getByRole("alert").getByText("Incorrect username or password.").waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe("ada");
    expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
    await fillIn(page, "ada", password);
    await page.getByText("Back in the app").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("a temporary password leads to one of one's own", async () => {
    const username = `guest-${tag}`;
    await invite(stage, username);
    const { page, context, complaints } = await openTab({ javaScriptEnabled });
    await page.goto(ownPath());
    await fillIn(page, username, temporaryPassword);
    await page.getByRole("heading", { name: "Choose a password" }).waitFor();
    expect(await page.getByLabel("Username").inputValue()).toBe(username);
    await page.getByLabel("New password", { exact: true }).fill("My-Own-Horse-22");
    await page.getByLabel("New password again").fill("My-Own-Horse-23");
    await page.getByRole("button", { name: "Save and sign in" }).click();
    await page.getByRole("alert").getByText("The two passwords differ.").waitFor();
    await page.getByLabel("New password", { exact: true }).fill("My-Own-Horse-22");
    await page.getByLabel("New password again").fill("My-Own-Horse-22");
    await page.getByRole("button", { name: "Save and sign in" }).click();
    await page.getByText("Back in the app").waitFor();
    expect(new URL(page.url()).searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("AZ-12: form_post reaches the app", async () => {
    const { page, context, complaints } = await openTab({ javaScriptEnabled });
    await page.goto(ownPath({ response_mode: "form_post", state: `"><b>` }));
    await fillIn(page, "ada", password);
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Back in the app").waitFor();
    expect(new URLSearchParams(app.visits.at(-1)?.body).get("state")).toBe(`"><b>`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("signing out asks, and ends what the browser had", async () => {
    const { page, context, complaints } = await openTab({ javaScriptEnabled });
    await page.goto(ownPath());
    await fillIn(page, "ada", password);
    await page.getByText("Back in the app").waitFor();
    await page.goto(ownPath().replace("/oauth2/authorize", "/login"));
    await page.getByText("You are signed in as").waitFor();
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("Back in the app").waitFor();
    await page.goto(`${server.url}/logout?client_id=${stage.client.clientId}`);
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByText("You are signed out").waitFor();
    await page.goto(ownPath());
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await context.cookies(server.url)).toHaveLength(1);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("LO-04: the Back button shows nothing of a finished sign-in", async () => {
    const { page, context } = await openTab({ javaScriptEnabled });
    await page.goto(ownPath());
    await fillIn(page, "ada", password);
    await page.getByText("Back in the app").waitFor();
    await page.goBack();
    expect(await page.getByLabel("Password", { exact: true }).count()).toBe(0);
    await context.close();
  });
});

test("HP-02: a callback may send on to another address of the app", async () => {
  const { page, context, complaints } = await openTab();
  await page.goto(ownPath({ redirect_uri: app.hop }));
  await fillIn(page, "ada", password);
  await page.getByText("Back in the app").waitFor();
  expect(page.url()).toBe(frontDoor.home);
  expect(complaints).toEqual([]);
  await context.close();
});

test("CK-01: no script reads a cookie of ours", async () => {
  const { page, context } = await openTab();
  await page.goto(ownPath());
  expect(await context.cookies(server.url)).toHaveLength(1);
  expect(await page.evaluate("document.cookie")).toBe("");
  await context.close();
});

test("HP-01: a form of another site signs nobody in", async () => {
  const { page, context } = await openTab();
  await page.goto(ownPath());
  const { action, csrf, flow } = await page.evaluate(() => {
    const value = (name: string) =>
      document.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value ?? "";
    return { action: document.forms[0]?.action ?? "", csrf: value("_csrf"), flow: value("flow") };
  });
  await page.goto(app.home);
  await page.setContent(`<form method="post" action="${action.replaceAll("&", "&amp;")}">
    <input name="_csrf" value="${csrf}"><input name="flow" value="${flow}">
    <input name="username" value="ada"><input name="password" value="${password}"><button>Go</button></form>`);
  await page.getByRole("button", { name: "Go" }).click();
  await page.getByRole("heading", { name: "This form cannot be used here" }).waitFor();
  await context.close();
});

describe("pictures", () => {
  test.each([
    [390, 844, "light"],
    [1280, 900, "light"],
    [390, 844, "dark"],
  ] as const)("%i × %i, %s", async (width, height, colorScheme) => {
    const { page, context, complaints } = await openTab({ viewport: { width, height }, colorScheme });
    const username = `picture-${width}-${colorScheme}`;
    const takes = async (name: string) => {
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      const tooWide = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(tooWide, `${name} scrolls sideways`).toBe(0);
    };
    await invite(stage, username);
    await page.goto(ownPath());
    await takes("login");
    await fillIn(page, "ada", "Wrong-Horse-9");
    await takes("login-wrong");
    await fillIn(page, username, temporaryPassword);
    await takes("new-password");
    await page.getByLabel("New password", { exact: true }).fill("short");
    await page.getByLabel("New password again").fill("short");
    await page.getByRole("button", { name: "Save and sign in" }).click();
    await takes("new-password-wrong");
    await page.getByLabel("New password", { exact: true }).fill("My-Own-Horse-22");
    await page.getByLabel("New password again").fill("My-Own-Horse-22");
    await page.getByRole("button", { name: "Save and sign in" }).click();
    await page.getByText("Back in the app").waitFor();
    await page.goto(ownPath().replace("/oauth2/authorize", "/login"));
    await takes("signed-in");
    await page.goto(`${server.url}/logout?client_id=${stage.client.clientId}`);
    await takes("sign-out");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await takes("signed-out");
    await page.goto(`${server.url}/errors/invalid_grant#codeExpired`);
    await takes("causes");
    expect(complaints).toEqual([]);
    await page.goto(ownPath({ redirect_uri: "https://evil.example/callback" }));
    await takes("refused");
    await context.close();
  });
});

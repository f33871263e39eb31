/** Passkeys in a real browser: what Chromium makes of our options, and we of its answers. */
import type { Browser, CDPSession, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type LocalApp, startApp } from "./support/app.ts";
import type { RegistrationJson } from "./support/authenticator.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import {
  choose,
  completeRegistration,
  member,
  type PasskeyStage,
  requestOptions,
  respond,
  setPasskeyStage,
  startRegistration,
} from "./support/passkeys.ts";
import { told } from "./support/password-flow.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
/** Nothing configured: the relying party is the server's own host, which is localhost. */
let stage: PasskeyStage;
let page: Page;
let devtools: CDPSession;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setPasskeyStage(server, null);
  app = await startApp();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

beforeEach(async () => {
  const context = await browser.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(app.home.replace("127.0.0.1", "localhost"));
  devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  return () => context.close();
});

/** A phone's or laptop's own, or a security key. */
type Transport = "internal" | "usb";

async function plugIn(transport: Transport): Promise<string> {
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
}

/** `navigator.credentials.create` as an app calls it today: JSON in, JSON out. */
async function create(options: unknown): Promise<RegistrationJson> {
  return page.evaluate(`(async () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)});
    return (await navigator.credentials.create({ publicKey })).toJSON();
  })()`);
}

async function get(options: string, where: Page | Frame = page): Promise<string> {
  return where.evaluate(`(async () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(${options});
    return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
  })()`);
}

test.each<readonly [Transport, string]>([
  ["internal", "ada"],
  ["usb", "bea"],
])("a passkey (%s) is made on a page, and signs in twice", async (transport, USERNAME) => {
  const person = await member(stage, USERNAME);
  await plugIn(transport);
  const credential = await create(await startRegistration(stage, person.AccessToken));
  await completeRegistration(stage, person.AccessToken, credential);
  for (let time = 0; time < 2; time += 1) {
    const challenge = await choose(stage, USERNAME);
    const CREDENTIAL = await get(requestOptions(challenge));
    const { AuthenticationResult } = await respond(stage, challenge, { USERNAME, CREDENTIAL });
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  }
});

test("a second passkey in the same authenticator is refused by the browser", async () => {
  const { AccessToken } = await member(stage, "cleo");
  await plugIn("internal");
  await completeRegistration(stage, AccessToken, await create(await startRegistration(stage, AccessToken)));
  await expect(create(await startRegistration(stage, AccessToken))).rejects.toThrow("InvalidStateError");
});

test("AC-11: the browser itself keeps a page to its own relying party", async () => {
  await plugIn("internal");
  const away = await setPasskeyStage(server, { RelyingPartyId: "example.com" });
  const { AccessToken } = await member(away, "ada");
  await expect(create(await startRegistration(away, AccessToken))).rejects.toThrow("SecurityError");
});

/** Signed up with a passkey of the page. */
async function holder(name: string): Promise<void> {
  const { AccessToken } = await member(stage, name);
  const credential = await create(await startRegistration(stage, AccessToken));
  await completeRegistration(stage, AccessToken, credential);
}

async function signInFrom(where: Page | Frame, USERNAME: string): Promise<string> {
  const challenge = await choose(stage, USERNAME);
  const CREDENTIAL = await get(requestOptions(challenge), where);
  return told(respond(stage, challenge, { USERNAME, CREDENTIAL }));
}

const incorrect = "Incorrect username or password.";

test("AC-11: an answer from a frame in another site is refused", async () => {
  await plugIn("internal");
  await holder("dora");
  expect(await signInFrom(page, "dora")).toBe("ok");
  const own = page.url();
  await page.goto(app.home);
  await page.evaluate(`{
    const frame = document.createElement("iframe");
    frame.allow = "publickey-credentials-get *";
    frame.src = ${JSON.stringify(own)};
    document.body.append(frame);
  }`);
  const frame = await page.waitForSelector("iframe").then((element) => element.contentFrame());
  if (frame === null) throw new Error("there is no frame");
  await frame.waitForSelector("h1");
  expect(await signInFrom(frame, "dora")).toBe(incorrect);
});

test("AC-11: an authenticator whose counter was wound back is refused", async () => {
  const authenticatorId = await plugIn("usb");
  await holder("emma");
  expect(await signInFrom(page, "emma")).toBe("ok");
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
  const [twin] = credentials;
  if (twin === undefined) throw new Error("the browser has no passkey");
  await devtools.send("WebAuthn.addCredential", { authenticatorId, credential: { ...twin, signCount: 0 } });
  expect(await signInFrom(page, "emma")).toBe(incorrect);
});

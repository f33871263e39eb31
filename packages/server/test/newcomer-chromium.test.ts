/**
 * Somebody who never saw the project: an account, a lost password, a passkey and an authenticator app, a sign-in with each, and a sign-out
 * elsewhere. She reads her own language; each page's picture is kept for whoever changes it. A row more shows another language.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fill } from "../src/languages/fill.ts";
import type { Language } from "../src/languages/language.ts";
import { type LocalApp, startApp } from "./support/app.ts";
import { type Look, looks, tagOf } from "./support/chromium.ts";
import { authorizePath, type Stage } from "./support/hosted.ts";
import { byMail } from "./support/hosted-accounts.ts";
import { lastCode, otherThan } from "./support/inbox.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { byTotp, setMfa } from "./support/mfa.ts";
import { actOn, type Newcomer, newcomer } from "./support/newcomer.ts";
import { choiceFlows } from "./support/passkeys.ts";
import { codeClient, createClient, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { track } from "./support/sessions.ts";
import { totp } from "./support/totp.ts";
import { type Device, plugIn } from "./support/virtual-authenticator.ts";

let server: TestServer;
let app: LocalApp;
let browser: Browser;
let stage: Stage;

const ownPassword = "My-Own-Horse-22";

beforeAll(async () => {
  server = await startTestServer();
  app = await startApp();
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  const poolId = await createPool(server, { ...byMail, PoolName: "Boat club", Policies: { SignInPolicy } });
  await track(server, poolId);
  await setMfa(server, poolId, { ...byTotp, WebAuthnConfiguration: { RelyingPartyId: "localhost" } });
  const client = await createClient(server, poolId, {
    ...codeClient,
    ClientName: "Lakeside",
    CallbackURLs: [app.callback],
    LogoutURLs: [app.home],
    ExplicitAuthFlows: [...choiceFlows],
  });
  stage = { server, poolId, client, person: { username: "", password, sub: "" } };
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
});

interface Walk {
  readonly at: Newcomer;
  readonly device: Device;
  readonly email: string;
}

test.each<[Language, Look]>([
  ["en", looks[0]],
  ["de", looks[3]],
])("in %s, without help", async (language, look) => {
  const at = await newcomer(browser, language, look);
  const device = await plugIn(at.page);
  const walk = { at, device, email: `grace.${tagOf(look)}.${language}@example.com` };
  await makeAccount(walk);
  await findPasswordAgain(walk);
  await addPasskey(walk);
  const secret = await addApp(walk);
  await signInWithEach(walk, secret);
  await signOutElsewhere(walk, language, look, secret);
  await leave(walk);
  expect(at.complaints).toEqual([]);
  await comeTooLate(walk);
  await at.close();
});

function address(path = "/oauth2/authorize"): string {
  const asked = authorizePath(stage, { redirect_uri: app.callback });
  return server.url.replace("127.0.0.1", "localhost") + asked.replace("/oauth2/authorize", path);
}

async function makeAccount({ at, device, email }: Walk): Promise<void> {
  const { common, attributes, confirm, refusals } = at.words;
  await device.touch(false);
  await at.page.goto(address());
  await at.look("01-login");
  await at.follow(common.createAccount);
  await at.look("02-sign-up");
  await at.fillIn(attributes.email, email);
  await at.fillIn(common.password, "short");
  await at.fillIn(common.passwordAgain, "shorter");
  await at.press(common.createAccount);
  await at.look("03-sign-up-wrong");
  await at.fillIn(common.password, password);
  await at.fillIn(common.passwordAgain, password);
  await at.press(common.createAccount);
  await at.read(confirm.title);
  await at.look("04-confirm");
  const code = await lastCode(server, email);
  await at.fillIn(common.code, otherThan(code));
  await at.press(confirm.button);
  await at.read(refusals.codeMismatch);
  await at.look("05-confirm-wrong");
  await at.press(common.sendAnotherCode);
  await at.read(common.anotherCodeSent);
  await at.look("06-confirm-again");
  await at.fillIn(common.code, await lastCode(server, email));
  await at.press(confirm.button);
  await at.inTheApp();
}

async function findPasswordAgain({ at, email }: Walk): Promise<void> {
  const { common, attributes, signIn, forgotPassword, refusals, resetPassword } = at.words;
  await at.page.context().clearCookies();
  await at.page.goto(address());
  await at.fillIn(attributes.email, email);
  await at.fillIn(common.password, "What-was-it-1");
  await at.press(common.signIn);
  await at.read(fill(refusals.incorrect, { label: attributes.email }));
  await at.look("10-login-wrong");
  await at.follow(signIn.forgot);
  await at.look("11-forgot-password");
  await at.fillIn(attributes.email, email);
  await at.press(forgotPassword.button);
  await at.read(resetPassword.title);
  await at.look("12-reset-password");
  await at.fillIn(common.code, "000000");
  await at.fillIn(common.newPassword, ownPassword);
  await at.fillIn(common.newPasswordAgain, ownPassword);
  await at.press(resetPassword.button);
  await at.read(refusals.codeMismatch);
  await at.look("13-reset-password-wrong");
  await at.fillIn(common.code, await lastCode(server, email));
  await at.fillIn(common.newPassword, ownPassword);
  await at.fillIn(common.newPasswordAgain, ownPassword);
  await at.press(resetPassword.button);
  await at.read(signIn.passwordChanged);
  await at.look("14-password-changed");
  await at.fillIn(common.password, ownPassword);
  await at.press(common.signIn);
  await at.inTheApp();
}

async function addPasskey({ at, device }: Walk): Promise<void> {
  const { accountPages, passkeys } = at.words;
  const { renamePasskey, save, waysIn } = accountPages;
  await at.page.goto(address("/account"));
  await at.look("20-account-new");
  await at.follow(passkeys.add);
  await at.look("21-add-passkey");
  await device.touch(true);
  await at.press(passkeys.add);
  await at.read(passkeys.added);
  await device.touch(false);
  await at.look("22-passkey-added");
  await at.press(actOn(waysIn.onDevice, renamePasskey.button));
  await at.look("23-rename");
  await at.fillIn(renamePasskey.label, "Grace’s phone");
  await at.press(save);
  await at.read("Grace’s phone");
  await at.look("24-renamed");
}

async function addApp({ at }: Walk): Promise<string> {
  const { accountPages, common, factor, refusals } = at.words;
  await at.follow(actOn(factor.app, accountPages.factors.setUp));
  await at.look("30-app");
  const secret = (await at.page.locator("#secret").textContent()) ?? "";
  await at.fillIn(common.code, otherThan(totp(secret, server.clock.now())));
  await at.press(accountPages.save);
  await at.read(refusals.codeMismatch);
  await at.look("31-app-wrong");
  await at.fillIn(common.code, totp(secret, server.clock.now()));
  await at.press(accountPages.save);
  await at.read(accountPages.notices.appAdded);
  await at.look("32-account-app");
  server.advance(30);
  return secret;
}

async function signInWithEach(walk: Walk, secret: string): Promise<void> {
  const { at, device } = walk;
  const { common, factor, refusals, signIn } = at.words;
  await at.page.context().clearCookies();
  await at.page.goto(address());
  await enterPassword(walk, at);
  await at.read(factor.appLead.split("{")[0] ?? "");
  await at.look("40-code");
  await at.fillIn(common.code, otherThan(totp(secret, server.clock.now())));
  await at.press(common.signIn);
  await at.read(refusals.codeMismatch);
  await at.look("41-code-wrong");
  await at.fillIn(common.code, totp(secret, server.clock.now()));
  await at.press(common.signIn);
  await at.inTheApp();
  server.advance(30);

  await at.page.context().clearCookies();
  await at.page.goto(address());
  await at.look("42-login-passkey");
  await device.touch(true);
  // The browser offers it by itself as soon as somebody is there, or when the button is pressed.
  await at.page.goto(address());
  await at.page
    .getByRole("button", { name: signIn.withPasskey })
    .click({ timeout: 2000 })
    .catch(() => undefined);
  await at.read(factor.appLead.split("{")[0] ?? "");
  await device.touch(false);
  await at.look("43-code-after-passkey");
  await at.fillIn(common.code, totp(secret, server.clock.now()));
  await at.press(common.signIn);
  await at.inTheApp();
  server.advance(30);
}

async function enterPassword({ email }: Walk, at: Newcomer): Promise<void> {
  const { attributes, common } = at.words;
  await at.fillIn(attributes.email, email);
  await at.fillIn(common.password, ownPassword);
  await at.press(common.signIn);
}

async function signOutElsewhere(walk: Walk, language: Language, look: Look, secret: string): Promise<void> {
  const { at } = walk;
  const { accountPages, common } = at.words;
  const other = await newcomer(browser, language, look);
  await other.page.goto(address());
  await enterPassword(walk, other);
  await other.fillIn(common.code, totp(secret, server.clock.now()));
  await other.press(common.signIn);
  await other.inTheApp();
  await at.page.goto(address("/account"));
  await at.look("50-account");
  await at.press(actOn("Chrome, Linux", accountPages.sessions.signOutThere));
  await at.read(accountPages.notices.signedOutThere);
  await at.look("51-signed-out-there");
  await other.page.goto(address("/account"));
  await other.read(common.signIn);
  await other.look("52-elsewhere");
  expect(other.complaints).toEqual([]);
  await other.close();
}

async function leave({ at }: Walk): Promise<void> {
  const { common, signOut } = at.words;
  await at.page.goto(address("/login"));
  await at.read(common.useAnotherAccount);
  await at.look("60-signed-in");
  await at.page.goto(`${address("/logout").split("?")[0]}?client_id=${stage.client.clientId}`);
  await at.read(fill(signOut.title, { pool: "Boat club" }));
  await at.look("61-sign-out");
  await at.press(signOut.button);
  await at.read(signOut.done);
  await at.look("62-signed-out");
}

/** A page that was left open for too long says what has become of it, and the way goes on from there. */
async function comeTooLate(walk: Walk): Promise<void> {
  const { at } = walk;
  const { attributes, common, errorPages, errors } = at.words;
  await at.page.goto(address("/login"));
  await at.fillIn(attributes.email, walk.email);
  await at.fillIn(common.password, ownPassword);
  server.advance(2 * 3600);
  await at.press(common.signIn);
  await at.read(errorPages.goneFlow.title);
  await at.look("63-too-late");
  await at.follow(errors.startAgain);
  await enterPassword(walk, at);
  await at.read(at.words.challenge.enterCode);
}

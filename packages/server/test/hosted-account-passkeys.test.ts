/** Passkeys on the account page: one more, what each is called, and one less. */
import { ListWebAuthnCredentialsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuthenticator } from "./support/authenticator.ts";
import { type Browser, linkOf, type Page, textOf } from "./support/browser.ts";
import type { Stage } from "./support/hosted.ts";
import { noticesTo } from "./support/inbox.ts";
import { ownPath, ownStage, press, signedInAt, textAt } from "./support/own-account.ts";
import { choiceFlows } from "./support/passkeys.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  const poolId = await createPool(server, { Policies: { SignInPolicy } });
  stage = await ownStage(server, poolId);
  ClientId = await passwordClient(server, poolId, { ExplicitAuthFlows: [...choiceFlows] });
});
afterAll(() => server.close());

async function addPasskey(browser: Browser): Promise<Page> {
  const account = await browser.visit(ownPath(stage, "/account"));
  const page = await browser.visit(linkOf(account, "Add a passkey"));
  const options = /data-options="([^"]*)"/.exec(page.html)?.[1]?.replaceAll("&quot;", '"') ?? "";
  const origin = server.url.replace("127.0.0.1", "localhost");
  const credential = JSON.stringify(createAuthenticator({ origin }).register(JSON.parse(options)));
  return browser.submit(page, { credential });
}

/** As the API tells them. */
async function passkeysOf(username: string) {
  const { AccessToken } = await signIn(server, ClientId, username);
  const { Credentials = [] } = await server.admin.send(new ListWebAuthnCredentialsCommand({ AccessToken }));
  return Credentials.map(({ CredentialId = "", FriendlyCredentialName: name }) => ({
    id: CredentialId,
    name,
  }));
}

test("one is added, and the way leads back to the account, which says so", async () => {
  const browser = await signedInAt(stage, "ada");
  const page = await addPasskey(browser);
  expect(page.path).toMatch(/^\/account\?/);
  expect(textOf(page.html)).toContain("Your passkey has been added.");
  const empty = await browser.visit(ownPath(stage, "/account/passkey"));
  expect(linkOf(empty, "Back to your account")).toMatch(/^\/account\?/);
});

test("each has a name of its owner's choice, in the API as well", async () => {
  const browser = await signedInAt(stage, "bea");
  await addPasskey(browser);
  server.advance(1);
  await addPasskey(browser);
  const [first, second] = await passkeysOf("bea");
  const about = { passkey: second?.id ?? "" };
  const form = await press(stage, browser, "renamePasskey", about);
  expect(textOf(form.html)).toContain("Rename this passkey Name of the passkey");
  expect(form.html).toContain('value="Passkey on a device"');
  await browser.submit(form, { action: "namePasskey", name: "Passkey on a device" });
  expect((await passkeysOf("bea")).map(({ name }) => name)).toEqual([first?.name, second?.name]);
  const saved = await press(stage, browser, "namePasskey", { ...about, name: "  Bea's <b>  phone " });
  expect(textOf(saved.html)).toMatch(/Saved\..* Bea's <b> phone Added .* Rename : Bea's <b> phone/);
  expect(saved.html).toContain("Bea's &lt;b> phone");
  expect((await passkeysOf("bea")).map(({ name }) => name)).toEqual([first?.name, "Bea's <b> phone"]);
  const again = await press(stage, browser, "renamePasskey", about);
  expect(again.html).toContain('value="Bea\'s &lt;b> phone"');
  await browser.submit(again, { action: "namePasskey", name: "" });
  expect((await passkeysOf("bea")).map(({ name }) => name)).toEqual([first?.name, second?.name]);
});

test("a name has a greatest length, and what was typed is kept", async () => {
  const browser = await signedInAt(stage, "cleo");
  await addPasskey(browser);
  const [passkey] = await passkeysOf("cleo");
  const name = "x".repeat(65);
  const refused = await press(stage, browser, "namePasskey", { passkey: passkey?.id ?? "", name });
  expect(textOf(refused.html)).toContain("Name of the passkey: too long.");
  expect(refused.html).toContain(`value="${name}"`);
  const saved = await browser.submit(refused, { action: "namePasskey", name: name.slice(1) });
  expect(textOf(saved.html)).toContain("Saved.");
});

test("one is removed after one more question, and its owner is told", async () => {
  const browser = await signedInAt(stage, "keys");
  await addPasskey(browser);
  await addPasskey(browser);
  const [first, second] = await passkeysOf("keys");
  const question = await press(stage, browser, "removePasskey", { passkey: first?.id ?? "" });
  expect(textOf(question.html)).toContain("Remove this passkey?");
  const removed = await browser.submit(question, { action: "removePasskeyForGood" });
  expect(textOf(removed.html)).toContain("The passkey is removed.");
  expect(await passkeysOf("keys")).toEqual([second]);
  expect(await noticesTo(server, "keys@example.com")).toContain("A passkey was removed");
});

test("that of somebody else is neither removed nor renamed", async () => {
  const browser = await signedInAt(stage, "owner");
  await addPasskey(browser);
  const passkeys = await passkeysOf("owner");
  const passkey = passkeys[0]?.id ?? "";
  const other = await signedInAt(stage, "other");
  await press(stage, other, "removePasskeyForGood", { passkey });
  await press(stage, other, "namePasskey", { passkey, name: "Mine" });
  await press(stage, other, "renamePasskey", { passkey });
  expect(await passkeysOf("owner")).toEqual(passkeys);
  expect(await textAt(stage, browser)).toContain("Remove : ");
});

/** /passkeys/add: whoever adds a passkey has signed in just before (AC-10), in this browser (HP-01). */
import { ListWebAuthnCredentialsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuthenticator } from "./support/authenticator.ts";
import { type Browser, formOf, linkOf, type Page, textOf } from "./support/browser.ts";
import { answerOf, browserOf, queryOf, type Stage } from "./support/hosted.ts";
import { choiceFlows } from "./support/passkeys.ts";
import { passwordClient, signIn } from "./support/people.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  stage = await stageWith(await createPool(server, { Policies: { SignInPolicy } }));
  ClientId = await passwordClient(server, stage.poolId, { ExplicitAuthFlows: [...choiceFlows] });
});
afterAll(() => server.close());

async function stageWith(poolId: string): Promise<Stage> {
  const own = { ClientName: "Lakeside", ExplicitAuthFlows: [...choiceFlows] };
  const client = await createClient(server, poolId, { ...codeClient, ...own });
  return { server, poolId, client, person: { username: "", password, sub: "" } };
}

const path = (changes = {}): string => `/passkeys/add?${queryOf(stage, changes)}`;

/** The page, after the sign-in that it asks for. */
async function begin(username: string, browser: Browser): Promise<Page> {
  await createPerson(server, stage.poolId, username);
  const login = await browser.visit(path());
  expect(login.path).toMatch(/^\/login\?/);
  const page = await browser.submit(login, { username, password });
  expect(textOf(page.html)).toContain(`Sign in as ${username} with your finger, face or PIN`);
  return page;
}

/** What a device makes of the page's options. */
function made({ html }: Page): string {
  const options = /data-options="([^"]*)"/.exec(html)?.[1]?.replaceAll("&quot;", '"') ?? "";
  const origin = server.url.replace("127.0.0.1", "localhost");
  return JSON.stringify(createAuthenticator({ origin }).register(JSON.parse(options)));
}

async function passkeysOf(username: string): Promise<number> {
  const { AccessToken } = await signIn(server, ClientId, username);
  const { Credentials = [] } = await server.admin.send(new ListWebAuthnCredentialsCommand({ AccessToken }));
  return Credentials.length;
}

test("a passkey is added, and the way leads on to the app", async () => {
  const browser = browserOf(stage);
  const page = await begin("ada", browser);
  const added = await browser.submit(page, { credential: made(page) });
  expect(textOf(added.html)).toContain("Your passkey has been added.");
  expect(linkOf(added, "Your account")).toMatch(/^\/account\?/);
  expect(await passkeysOf("ada")).toBe(1);
  expect(answerOf(await browser.submit(added, {}))).toMatchObject({ state: "s-1", code: expect.any(String) });
});

test("AC-10: ten minutes after the sign-in it is asked for again, before the page and after", async () => {
  const browser = browserOf(stage);
  const page = await begin("stale", browser);
  expect((await browser.visit(path())).path).toMatch(/^\/passkeys\/add\?/);
  server.advance(601);
  expect((await browser.visit(path())).path).toMatch(/^\/login\?/);
  const late = await browser.submit(page, { credential: made(page) });
  expect(late.path).toMatch(/^\/login\?/);
  expect(await passkeysOf("stale")).toBe(0);
});

test("HP-01: another browser adds none, signed in or not", async () => {
  const page = await begin("mine", browserOf(stage));
  const stranger = browserOf(stage);
  await begin("stranger", stranger);
  expect((await stranger.submit(page, { credential: made(page) })).status).toBe(403);
  expect(await passkeysOf("mine")).toBe(0);
});

test("AC-11: what a device made for one page is no use for the next", async () => {
  const browser = browserOf(stage);
  const page = await begin("twice", browser);
  const credential = made(page);
  await browser.submit(page, { credential });
  const next = await browser.visit(path());
  const again = await browser.submit(next, { credential });
  expect(textOf(again.html)).toContain("The challenge of the passkey registration has expired or was used.");
  expect(await passkeysOf("twice")).toBe(1);
});

test.each(["nonsense", "{}", '{"id":"<svg onload=1>"}'])("%s is no passkey", async (credential) => {
  const browser = browserOf(stage);
  const page = await begin(`odd-${credential.length}`, browser);
  const refused = await browser.submit(page, { credential });
  expect(refused.status).toBe(200);
  expect(refused.html).toContain("error-summary");
  expect(refused.html).not.toContain("<svg onload");
});

test("HP-07: nobody skips to the end of it", async () => {
  const browser = browserOf(stage);
  const login = await browser.visit(path());
  const page = await browser.post(path(), { ...formOf(login).hidden, credential: "{}" });
  expect(page.status).toBe(400);
});

test("where there are no passkeys, the page says so", async () => {
  const at = await stageWith(await createPool(server));
  const page = await browserOf(at).get(`/passkeys/add?${queryOf(at)}`);
  expect([page.status, textOf(page.html).slice(0, 26)]).toEqual([403, "Passkeys are not used here"]);
});

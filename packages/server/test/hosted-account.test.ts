/** The account page: what somebody sees and does about their own account, and what it takes. */
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, formOf, linkOf, type Page, textOf } from "./support/browser.ts";
import { answerOf, authorizePath, browserOf, queryOf, redeemAnswer, type Stage } from "./support/hosted.ts";
import { accountOf } from "./support/hosted-accounts.ts";
import { ownStage, press, signedInAt } from "./support/own-account.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { track } from "./support/sessions.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await accountStage();
});
afterAll(() => server.close());

async function accountStage(settings: Partial<CreateUserPoolClientCommandInput> = {}): Promise<Stage> {
  const poolId = await createPool(server);
  const client = await createClient(server, poolId, { ...codeClient, ClientName: "Lakeside", ...settings });
  return { server, poolId, client, person: { username: "", password, sub: "" } };
}

const path = (at: Stage = stage): string => `/account?${queryOf(at)}`;

/** Somebody new, on their account page. */
async function begin(username: string, browser: Browser, at: Stage = stage): Promise<Page> {
  await createPerson(server, at.poolId, username, {
    email: `${username}@example.com`,
    email_verified: "true",
  });
  return signInFor(username, browser, at);
}

async function signInFor(username: string, browser: Browser, at: Stage = stage): Promise<Page> {
  const login = await browser.visit(path(at));
  expect(login.path).toMatch(/^\/login\?/);
  const page = await browser.submit(login, { username, password });
  expect(textOf(page.html)).toContain(`Your account You are signed in as ${username} .`);
  return page;
}

describe("somebody's own account", () => {
  test("is shown after a sign-in, with the way back to the app", async () => {
    const browser = browserOf(stage);
    const page = await begin("ada", browser);
    expect(page.path).toMatch(/^\/account\?/);
    expect(textOf(page.html)).toContain(
      "Email address ada@example.com Change : Email address Remove : Email address",
    );
    expect(answerOf({ ...page, location: linkOf(page, "Back to Lakeside") })).toMatchObject({ state: "s-1" });
    expect((await browser.visit(path())).path).toBe(path());
    // The sign-in counts for the app as well.
    const done = await browser.get(authorizePath(stage));
    expect((await redeemAnswer(stage, done)).status).toBe(200);
  });

  test("is changed: a name is saved, and deleted when its field is emptied", async () => {
    const browser = browserOf(stage);
    const page = await begin("bea", browser);
    const saved = await browser.submit(page, { action: "save", "userAttributes.name": "Bea <b>" });
    expect(textOf(saved.html)).toContain("Saved.");
    expect(saved.html).toContain('value="Bea &lt;b>"');
    expect((await accountOf(stage, "bea")).attributes["name"]).toBe("Bea <b>");
    await browser.submit(saved, { action: "save", "userAttributes.name": "" });
    expect((await accountOf(stage, "bea")).attributes).not.toHaveProperty("name");
  });

  test("keeps what others changed since the page was shown", async () => {
    const UserAttributes = [
      { Name: "nickname", Value: "B" },
      { Name: "address", Value: "1 Quay\nLakeside" },
    ];
    const person = { UserPoolId: stage.poolId, Username: "ben" };
    const browser = browserOf(stage);
    await begin("ben", browser);
    await server.admin.send(new AdminUpdateUserAttributesCommand({ ...person, UserAttributes }));
    // As a browser has them: one line each.
    const fields = {
      action: "save",
      "userAttributes.name": "",
      "userAttributes.nickname": "B",
      "userAttributes.address": "1 QuayLakeside",
    };
    const tab = () => browser.visit(path());
    const [one, other, third] = [await tab(), await tab(), await tab()];
    await browser.submit(one, { ...fields, "userAttributes.name": "Ben" });
    const profile = [{ Name: "profile", Value: "https://ben.example.com" }];
    await server.admin.send(new AdminUpdateUserAttributesCommand({ ...person, UserAttributes: profile }));
    await browser.submit(other, { ...fields, "userAttributes.nickname": "Benny" });
    const kept = { name: "Ben", address: "1 Quay\nLakeside", profile: "https://ben.example.com" };
    expect((await accountOf(stage, "ben")).attributes).toMatchObject({ ...kept, nickname: "Benny" });
    // A refused page remembers what it showed first.
    const tooLong = { ...fields, "userAttributes.nickname": "B".repeat(2049) };
    const refused = await browser.submit(third, tooLong);
    await browser.submit(refused, { ...fields, "userAttributes.nickname": "Big Ben" });
    expect((await accountOf(stage, "ben")).attributes).toMatchObject({ ...kept, nickname: "Big Ben" });
  });

  test("may not take somebody else's name, and says so beside it", async () => {
    const poolId = await createPool(server, { AliasAttributes: ["preferred_username"] });
    const at = await ownStage(server, poolId);
    await createPerson(server, poolId, "fay", { preferred_username: "Skipper" });
    const browser = await signedInAt(at, "gil", { preferred_username: "Mate" });
    const refused = await press(at, browser, "save", { "userAttributes.preferred_username": "Skipper" });
    expect(textOf(refused.html)).toContain(
      "One field needs attention Another account has this preferred username. Choose another one.",
    );
    expect((await accountOf(at, "gil")).attributes["preferred_username"]).toBe("Mate");
  });

  test("LO-04: is left by signing out, which ends this browser's sign-in on the server", async () => {
    const browser = browserOf(stage);
    const page = await begin("hal", browser);
    const done = await browser.submit(page, { action: "signOutHere" });
    expect(textOf(done.html)).toContain("You are signed out");
    expect(linkOf(done, "Sign in")).toMatch(/^\/login\?/);
    // The cookie is still there, and signs nobody in.
    expect(browser.cookies.has(`poolhouse-session-${stage.poolId}`)).toBe(true);
    expect((await browser.visit(path())).path).toMatch(/^\/login\?/);
    const silent = await browser.get(authorizePath(stage, { prompt: "none" }));
    expect(answerOf(silent)).toMatchObject({ error: "login_required" });
    // The Back button's page does nothing any more.
    const late = await browser.submit(page, { action: "save", "userAttributes.name": "Late" });
    expect(textOf(late.html)).toContain("This page is out of date");
    expect((await accountOf(stage, "hal")).attributes).not.toHaveProperty("name");
    // It leads to the account again, not to the app.
    const asked = await browser.visit(linkOf(late, "Start again"));
    expect(asked.path).toMatch(/^\/login\?/);
    expect((await browser.submit(asked, { username: "hal", password })).path).toMatch(/^\/account\?/);
  });

  test("AP-07: shows and changes only what the app may write, and no address without proof", async () => {
    const at = await accountStage({ WriteAttributes: ["name"] });
    const browser = browserOf(at);
    const page = await begin("cleo", browser, at);
    const UserAttributes = [{ Name: "nickname", Value: "C" }];
    const person = { UserPoolId: at.poolId, Username: "cleo" };
    await server.admin.send(new AdminUpdateUserAttributesCommand({ ...person, UserAttributes }));
    const saved = await browser.submit(page, {
      action: "save",
      "userAttributes.name": "Cleo",
      "userAttributes.nickname": "Eve",
      "userAttributes.email": "eve@example.com",
      "userAttributes.email_verified": "true",
      "userAttributes.sub": "eve",
    });
    expect(saved.html).not.toContain("userAttributes.nickname");
    expect((await accountOf(at, "cleo")).attributes).toMatchObject({
      name: "Cleo",
      nickname: "C",
      email: "cleo@example.com",
    });
  });

  test("is downloaded whole, without a secret", async () => {
    const browser = browserOf(stage);
    const page = await begin("dora", browser);
    const file = await browser.submit(page, { action: "export" });
    expect(file.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="account.json"');
    expect(file.headers.get("cache-control")).toBe("no-store");
    const content = JSON.parse(file.html);
    expect(content).toMatchObject({ Username: "dora", UserStatus: "CONFIRMED", Groups: [], Devices: [] });
    expect(content.Attributes).toContainEqual({ Name: "email", Value: "dora@example.com" });
    expect(file.html).not.toMatch(/argon2|hash|secret|srp/i);
  });

  test("AP-07: is downloaded without what only administrators may see", async () => {
    const note = { Name: "note", AttributeDataType: "String", DeveloperOnlyAttribute: true } as const;
    const at = await ownStage(server, await createPool(server, { Schema: [note] }));
    const browser = await signedInAt(at, "noted", { "dev:custom:note": "watch this one" });
    const file = await press(at, browser, "export");
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="account.json"');
    expect(file.html).not.toMatch(/dev:|watch this one/);
  });

  test("RT-08: is deleted after one more question, and everything stops with it", async () => {
    const browser = browserOf(stage);
    const page = await begin("emma", browser);
    const done = await browser.get(authorizePath(stage));
    const tokens = await redeemAnswer(stage, done);
    const question = await browser.submit(page, { action: "delete" });
    expect(textOf(question.html)).toContain("Delete your account? The account of emma and everything in it");
    const kept = await browser.submit(question, { action: "keep" });
    expect(textOf(kept.html)).toContain("Your account");
    const gone = await browser.submit(question, { action: "deleteForGood" });
    expect(textOf(gone.html)).toContain("Your account is deleted");
    const person = { UserPoolId: stage.poolId, Username: "emma" };
    await expect(server.admin.send(new AdminGetUserCommand(person))).rejects.toThrow("User does not exist.");
    const headers = { authorization: `Bearer ${tokens.body.access_token}` };
    expect((await fetch(`${server.url}/oauth2/userInfo`, { headers })).status).toBe(401);
    expect((await browser.visit(path())).path).toMatch(/^\/login\?/);
  });
});

describe("AC-10: ten minutes after the sign-in", () => {
  test.each(["export", "delete", "deleteForGood"])("%s asks to sign in again", async (action) => {
    const browser = browserOf(stage);
    const page = await begin(`late-${action}`, browser);
    server.advance(601);
    const login = await browser.submit(page, { action });
    expect(login.path).toMatch(/^\/login\?/);
    expect((await accountOf(stage, `late-${action}`)).status).toBe("CONFIRMED");
    const back = await browser.submit(login, { username: `late-${action}`, password });
    expect(back.path).toMatch(/^\/account\?/);
    const again = await browser.submit(back, { action });
    expect(again.path).toMatch(/^\/account\?/);
  });

  test("a name can still be saved", async () => {
    const browser = browserOf(stage);
    const page = await begin("relaxed", browser);
    server.advance(601);
    const saved = await browser.submit(page, { action: "save", "userAttributes.name": "R" });
    expect(textOf(saved.html)).toContain("Saved.");
  });
});

describe("where somebody is signed in", () => {
  test("HP-03: is told by the names of browser and system, and by nothing else that a browser says", async () => {
    const at = await accountStage();
    await track(server, at.poolId);
    const here = browserOf(at);
    await begin("una", here, at);
    const firefox =
      "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0 <svg onload=alert(1)>";
    const there = browserOf(at);
    const login = await there.visit(path(at));
    await there.submit(login, { username: "una", password }, { "user-agent": firefox });
    const looked = await here.visit(path(at));
    expect(textOf(looked.html)).toContain("Sign out there : Firefox, Linux");
    expect(looked.html).not.toContain("onload");
  });

  test("is listed, and each place but this one is signed out from here", async () => {
    const at = await accountStage();
    await track(server, at.poolId);
    const here = browserOf(at);
    const there = browserOf(at);
    await begin("ada", here, at);
    await signInFor("ada", there, at);
    await redeemAnswer(at, await there.get(authorizePath(at)));
    const looked = await here.visit(path(at));
    expect(textOf(looked.html)).toMatch(/This browser .* from 127\.0\.0\.1/);
    expect(textOf(looked.html)).toMatch(/Lakeside .* Sign out there : Lakeside/);
    const session = /A browser.*?name="session" value="([^"]*)"/s.exec(looked.html)?.[1] ?? "";
    const ended = await here.submit(looked, { action: "signOutThere", session });
    expect(textOf(ended.html)).toContain("Signed out there.");
    expect((await there.visit(path(at))).path).toMatch(/^\/login\?/);
    expect((await here.visit(path(at))).path).toBe(path(at));
  });

  test("is ended everywhere at once, this browser included", async () => {
    const [here, there] = [browserOf(stage), browserOf(stage)];
    const page = await begin("everywhere", here);
    await signInFor("everywhere", there);
    const login = await here.submit(page, { action: "signOutEverywhere" });
    expect(login.path).toMatch(/^\/login\?/);
    expect((await there.visit(path())).path).toMatch(/^\/login\?/);
  });
});

test.each(["", "keep", "nonsense", "constructor", "__proto__"])(
  "the action %j does nothing",
  async (action) => {
    const browser = browserOf(stage);
    const page = await begin(`idle-${action}`, browser);
    const looked = await browser.submit(page, { action });
    expect([looked.status, textOf(looked.html).slice(0, 12)]).toEqual([200, "Your account"]);
  },
);

describe("AZ-26, HP-01: the page's forms", () => {
  test("are no use in another browser, whoever is signed in there", async () => {
    const page = await begin("mine", browserOf(stage));
    const stranger = browserOf(stage);
    expect((await stranger.submit(page, { action: "deleteForGood" })).status).toBe(403);
    await begin("stranger", stranger);
    expect((await stranger.submit(page, { action: "deleteForGood" })).status).toBe(403);
    expect((await accountOf(stage, "mine")).status).toBe("CONFIRMED");
  });

  test("are no use once somebody else has signed in in this browser", async () => {
    const browser = browserOf(stage);
    const page = await begin("first", browser);
    await createPerson(server, stage.poolId, "second");
    const login = await browser.visit(`/login?${queryOf(stage, { prompt: "login" })}`);
    await browser.submit(login, { username: "second", password });
    const late = await browser.submit(page, { action: "deleteForGood" });
    expect(textOf(late.html)).toContain("This page is out of date");
    expect((await accountOf(stage, "first")).status).toBe("CONFIRMED");
    expect((await accountOf(stage, "second")).status).toBe("CONFIRMED");
  });

  test("HP-07: are not next for whoever has not signed in", async () => {
    const browser = browserOf(stage);
    const { hidden } = formOf(await browser.visit(authorizePath(stage)));
    const page = await browser.post(path(), { ...hidden, action: "export" });
    expect(page.status).toBe(400);
  });
});

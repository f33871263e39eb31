/** The sign-in pages: what a person can do on them, and what a stranger cannot. */
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, formOf, linkOf, type Page, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  invite,
  queryOf,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
  temporaryPassword,
} from "./support/hosted.ts";
import { codeClient, createClient, createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setStage(server);
});

afterAll(() => server.close());

async function open(): Promise<{ browser: Browser; page: Page }> {
  const browser = browserOf(stage);
  return { browser, page: await browser.visit(authorizePath(stage)) };
}

/** Is anybody signed in in this browser? */
async function isSignedIn(browser: Browser): Promise<boolean> {
  return "code" in answerOf(await browser.get(authorizePath(stage, { prompt: "none" })));
}

function sessionName(): string {
  return `poolhouse-session-${stage.poolId}`;
}

describe("name and password", () => {
  test("the way from the app to the app: authorize, login, and back with 303", async () => {
    const browser = browserOf(stage);
    const first = await browser.get(authorizePath(stage));
    expect(first).toMatchObject({ status: 302, location: `/login?${queryOf(stage)}` });
    const page = await browser.visit(first.location ?? "");
    expect(textOf(page.html)).toContain("Sign in to continue to Lakeside");
    const done = await browser.submit(page, { username: "ada", password });
    expect(done.status, "AZ-22").toBe(303);
    expect((await redeemAnswer(stage, done)).status).toBe(200);
  });

  test("a bookmarked login page works", async () => {
    const browser = browserOf(stage);
    const page = await browser.get(`/login?${queryOf(stage)}`);
    expect(page.status).toBe(200);
    expect(answerOf(await browser.submit(page, { username: "ada", password }))).toHaveProperty("code");
  });

  test("a login page without a good request is a page of its own, or tells the app", async () => {
    const browser = browserOf(stage);
    expect((await browser.get("/login")).status).toBe(400);
    expect(
      (await browser.get(`/login?${queryOf(stage, { redirect_uri: "https://evil.example/" })}`)).status,
    ).toBe(400);
    expect(answerOf(await browser.get(`/login?${queryOf(stage, { scope: "admin" })}`))).toMatchObject({
      error: "invalid_scope",
    });
    expect(answerOf(await browser.get(`/login?${queryOf(stage, { prompt: "none" })}`))).toMatchObject({
      error: "login_required",
    });
  });

  test("HP-06: a wrong password and a name nobody has read the same, and the name stays in its field", async () => {
    for (const username of ["ada", "nobody"]) {
      const { browser, page } = await open();
      const again = await browser.submit(page, { username, password: "Wrong-Horse-9" });
      expect(again).toMatchObject({ status: 200, location: undefined });
      expect(textOf(again.html)).toContain("Incorrect username or password.");
      expect(again.html).toContain(`value="${username}"`);
      expect(again.html).not.toContain("Wrong-Horse-9");
      expect(browser.cookies.has(sessionName())).toBe(false);
    }
  });

  test("after a wrong password the right one works on the same page", async () => {
    const { browser, page } = await open();
    const again = await browser.submit(page, { username: "ada", password: "Wrong-Horse-9" });
    expect(answerOf(await browser.submit(again, { username: " ada ", password }))).toHaveProperty("code");
  });

  test("empty fields are named", async () => {
    const { browser, page } = await open();
    const text = textOf((await browser.submit(page, { username: " ", password: "" })).html);
    expect(text).toContain("Enter your username.");
    expect(text).toContain("Enter your password.");
  });

  test("AC-02: after too many wrong passwords even the right one waits", async () => {
    await createPerson(server, stage.poolId, "locked");
    const { browser, page } = await open();
    for (let count = 0; count < 5; count++)
      await browser.submit(page, { username: "locked", password: "no" });
    const refused = await browser.submit(page, { username: "locked", password });
    expect(textOf(refused.html)).toContain("Too many attempts.");
    server.advance(2);
    expect(answerOf(await browser.submit(page, { username: "locked", password }))).toHaveProperty("code");
  });

  test("HP-06: what is wrong with an account is told only after its right password", async () => {
    await createPerson(server, stage.poolId, "off");
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId: stage.poolId, Username: "off" }));
    await invite(stage, "late");
    const { browser, page } = await open();
    const say = async (username: string, given: string) =>
      textOf((await browser.submit(page, { username, password: given })).html);
    expect(await say("off", "Wrong-Horse-9")).toContain("Incorrect username or password.");
    expect(await say("off", password)).toContain("This account is disabled.");
    server.advance(3000);
    server.advance(8 * 86_400);
    const later = await open();
    const text = textOf(
      (await later.browser.submit(later.page, { username: "late", password: temporaryPassword })).html,
    );
    expect(text).toContain("Your temporary password has expired.");
  });

  test("a password that was reset is told so", async () => {
    await createPerson(server, stage.poolId, "reset", { email: "r@example.com", email_verified: "true" });
    await server.admin.send(
      new AdminResetUserPasswordCommand({ UserPoolId: stage.poolId, Username: "reset" }),
    );
    const { browser, page } = await open();
    const text = textOf((await browser.submit(page, { username: "reset", password })).html);
    expect(text).toContain("Your password has been reset.");
  });

  test("HP-03: a hostile login_hint is text in the field", async () => {
    const page = await browserOf(stage).visit(
      authorizePath(stage, { login_hint: `"><svg onload=alert(1)>` }),
    );
    expect(page.html).toContain(`value="&quot;>&lt;svg onload=alert(1)>"`);
    expect(page.html).not.toContain("<svg onload");
  });

  test("HP-04: the password field is one to password managers", async () => {
    const { page } = await open();
    expect(page.html).toMatch(/<input type="password"[^>]* autocomplete="current-password"/);
    expect(page.html).not.toMatch(/onpaste|autocomplete="off"/);
  });
});

describe("HP-01, AZ-26: a form belongs to one flow in one browser", () => {
  const attempts: [
    string,
    (fields: Record<string, string>, other: Record<string, string>) => Record<string, string>,
  ][] = [
    ["without a token", ({ flow }) => ({ flow: flow ?? "" })],
    ["with an empty token", (own) => ({ ...own, _csrf: "" })],
    [
      "with an altered token",
      (own) => ({ ...own, _csrf: `${own["_csrf"]?.slice(0, -1)}${own["_csrf"]?.endsWith("A") ? "B" : "A"}` }),
    ],
    ["with a token of another version", (own) => ({ ...own, _csrf: `2${own["_csrf"]?.slice(1)}` })],
    ["with another flow's token", (own, other) => ({ ...own, _csrf: other["_csrf"] ?? "" })],
    ["with another browser's flow and token", (_own, other) => other],
    ["without a flow", ({ _csrf }) => ({ _csrf: _csrf ?? "" })],
    ["with a flow nobody began", (own) => ({ ...own, flow: "11111111-1111-1111-1111-111111111111" })],
  ];
  test.each(attempts)("a form %s is refused", async (_name, forge) => {
    const mine = await open();
    const theirs = await open();
    const own = formOf(mine.page);
    const forged = forge({ ...own.hidden }, { ...formOf(theirs.page).hidden });
    const page = await mine.browser.post(own.action, { ...forged, username: "ada", password });
    expect(page.status).toBe(403);
    expect(mine.browser.cookies.has(sessionName())).toBe(false);
  });

  test("a form replayed from another browser, or from one without cookies, is refused", async () => {
    const { page } = await open();
    const { action, hidden } = formOf(page);
    for (const browser of [browserOf(stage), (await open()).browser]) {
      expect((await browser.post(action, { ...hidden, username: "ada", password })).status).toBe(403);
    }
  });

  test.each([
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ origin: "https://evil.example" }, 403],
    [{ "sec-fetch-site": "same-origin", origin: "null" }, 303],
    [{ "sec-fetch-site": "same-origin" }, 303],
  ])("a post with %j is answered %i", async (headers, status) => {
    const { browser, page } = await open();
    expect((await browser.submit(page, { username: "ada", password }, headers)).status).toBe(status);
  });

  test("a flow is finished once: a second post of the same form gets no code", async () => {
    const { browser, page } = await open();
    const both = await Promise.all([1, 2].map(() => browser.submit(page, { username: "ada", password })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 400]);
    const third = await browser.submit(page, { username: "ada", password });
    expect(third).toMatchObject({ status: 400, location: undefined });
  });

  test("an expired flow says so and leads back to the same request", async () => {
    const { browser, page } = await open();
    server.advance(3601);
    const late = await browser.submit(page, { username: "ada", password });
    expect(late.status).toBe(400);
    expect(textOf(late.html)).toContain("This page is out of date");
    const restarted = await browser.visit(linkOf(late, "Start again"));
    expect(answerOf(await browser.submit(restarted, { username: "ada", password }))).toMatchObject({
      state: "s-1",
    });
  });

  test("where the app was deleted meanwhile the page is out of date, and its way back says what is wrong", async () => {
    const client = await createClient(server, stage.poolId, codeClient);
    const browser = browserOf(stage);
    const page = await browser.visit(authorizePath({ ...stage, client }));
    const { clientId: ClientId } = client;
    await server.admin.send(new DeleteUserPoolClientCommand({ UserPoolId: stage.poolId, ClientId }));
    const late = await browser.submit(page, { username: "ada", password });
    expect([late.status, textOf(late.html)]).toEqual([
      400,
      expect.stringContaining("This page is out of date"),
    ]);
    const back = await browser.visit(linkOf(late, "Start again"));
    expect([back.status, textOf(back.html)]).toEqual([
      400,
      expect.stringContaining("no app client has the id"),
    ]);
  });

  test("the client is asked again at every step: an address taken away meanwhile gets no code", async () => {
    const client = await createClient(server, stage.poolId, codeClient);
    const changing = { ...stage, client };
    const browser = browserOf(stage);
    const page = await browser.visit(authorizePath(changing));
    await server.admin.send(
      new UpdateUserPoolClientCommand({
        ...codeClient,
        UserPoolId: stage.poolId,
        ClientId: client.clientId,
        CallbackURLs: ["https://elsewhere.example.com/"],
      }),
    );
    const done = await browser.submit(page, { username: "ada", password });
    expect(done).toMatchObject({ status: 400, location: undefined });
  });
});

describe("somebody signed in already, at the login page", () => {
  test("is asked, and goes on as themselves", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const page = await browser.visit(`/login?${queryOf(stage)}`);
    expect(textOf(page.html)).toContain("You are signed in as ada");
    const before = browser.cookies.get(sessionName());
    expect(answerOf(await browser.submit(page, {}))).toHaveProperty("code");
    expect(browser.cookies.get(sessionName())).toBe(before);
  });

  test("or signs in as somebody else, which ends the session before", async () => {
    await createPerson(server, stage.poolId, "mia");
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const old = browser.cookies.get(sessionName()) ?? "";
    const page = await browser.visit(
      linkOf(await browser.visit(`/login?${queryOf(stage)}`), "Use another account"),
    );
    await browser.submit(page, { username: "mia", password });
    expect(textOf((await browser.visit(`/login?${queryOf(stage)}`)).html)).toContain(
      "You are signed in as mia",
    );
    const thief = browserOf(stage);
    thief.cookies.set(sessionName(), old);
    expect(await isSignedIn(thief)).toBe(false);
  });

  test("cannot go on once the session has ended", async () => {
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const page = await browser.visit(`/login?${queryOf(stage)}`);
    await server.admin.send(new AdminUserGlobalSignOutCommand({ UserPoolId: stage.poolId, Username: "ada" }));
    const next = await browser.submit(page, {});
    expect(next).toMatchObject({ status: 200, location: undefined });
    expect(textOf(next.html)).toContain("Your sign-in in this browser has ended.");
    expect(next.html).toContain('name="password"');
  });
});

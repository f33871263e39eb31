/** Making an account on the pages: from the app's link to its tokens, and every way that leads nowhere. */
import { AdminConfirmSignUpCommand, UpdateUserPoolCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Browser, formOf, linkOf, type Page, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  queryOf,
  redeemAnswer,
  type Stage,
  signIn,
} from "./support/hosted.ts";
import { accountOf, accountStage, byMail, newAccount, stageOf, toSignUp } from "./support/hosted-accounts.ts";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { disable } from "./support/mishaps.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await accountStage(server);
});
afterAll(() => server.close());

/** The confirmation page of a new account. */
async function begin(email: string, browser: Browser = browserOf(stage), at: Stage = stage): Promise<Page> {
  const page = await browser.submit(await toSignUp(at, browser), newAccount(email));
  expect(textOf(page.html)).toContain("Confirm your account");
  return page;
}

describe("somebody new", () => {
  test("makes an account, confirms it by the mailed code, and is in the app", async () => {
    const browser = browserOf(stage);
    const form = await toSignUp(stage, browser);
    expect(textOf(form.html)).toMatch(/^Create your account to continue to Lakeside Email address Password/);
    const page = await browser.submit(form, newAccount("ada@example.com"));
    expect(page.path).toMatch(/^\/confirm\?/);
    expect(textOf(page.html)).toContain("Enter the code that was sent to ada@example.com");
    const done = await browser.submit(page, { code: await lastCode(server, "ada@example.com") });
    expect(answerOf(done)).toMatchObject({ state: "s-1" });
    expect((await redeemAnswer(stage, done)).status).toBe(200);
    expect(await accountOf(stage, "ada@example.com")).toMatchObject({
      status: "CONFIRMED",
      attributes: { email: "ada@example.com", email_verified: "true" },
    });
    const later = await signIn(
      { ...stage, person: { ...stage.person, username: "ada@example.com" } },
      browserOf(stage),
    );
    expect(answerOf(later)).toHaveProperty("code");
  });

  test("comes straight to the page with screen_hint=signup, and keeps the way to the sign-in", async () => {
    const browser = browserOf(stage);
    const page = await browser.visit(
      authorizePath(stage, { screen_hint: "signup", login_hint: "eva@example.com" }),
    );
    expect(page.path).toMatch(/^\/signup\?/);
    expect(page.html).toContain('value="eva@example.com"');
    const login = await browser.visit(linkOf(page, "Sign in instead"));
    expect(textOf(login.html)).toMatch(/^Sign in to continue to Lakeside/);
  });

  test("HP-04: is asked for a password as password managers expect it", async () => {
    const { html } = await toSignUp(stage, browserOf(stage));
    const fields = [...html.matchAll(/<input type="password"[^>]*>/g)].map(([tag]) => tag);
    expect(fields).toHaveLength(2);
    for (const tag of fields) expect(tag).toContain('autocomplete="new-password"');
    expect(/<input[^>]*name="username"[^>]*>/.exec(html)?.[0]).toContain('type="email"');
  });

  test.each([
    ["no name", {}, "Enter your email address."],
    ["no address", { username: "ada" }, "This is not a valid email address."],
    ["a name beyond the limit", { username: `${"a".repeat(130)}@example.com` }, "at most 128 letters"],
    ["no password", { password: "", confirmPassword: "" }, "Choose a password."],
    ["a short password", { password: "Short-1", confirmPassword: "Short-1" }, "Password not long enough."],
    ["passwords that differ", { confirmPassword: "Other-Horse-8" }, "The two passwords differ."],
    [
      "a password that ends with a space",
      { password: "Horse-Horse-7 ", confirmPassword: "Horse-Horse-7 " },
      "neither begins nor ends",
    ],
  ])("is told what is wrong: %s", async (_case, change, words) => {
    const browser = browserOf(stage);
    const fields = { ...newAccount(_case === "no name" ? "" : "new@example.com"), ...change };
    const page = await browser.submit(await toSignUp(stage, browser), fields);
    expect(page.status).toBe(200);
    expect(textOf(page.html)).toContain(words);
    expect(page.html).not.toMatch(/<input type="password"[^>]* value=/);
    await expect(accountOf(stage, "new@example.com")).rejects.toThrow("User does not exist.");
  });

  test("is told that the address has an account, and where to sign in", async () => {
    await createPerson(server, stage.poolId, "taken@example.com", { email_verified: "true" });
    const browser = browserOf(stage);
    const page = await browser.submit(await toSignUp(stage, browser), newAccount("taken@example.com"));
    expect(textOf(page.html)).toContain("There is an account with this email address already.");
    expect(linkOf(page, "Sign in instead")).toMatch(/^\/login\?/);
  });

  test("types a code with spaces, or a wrong one first", async () => {
    const browser = browserOf(stage);
    const page = await begin("slow@example.com", browser);
    const code = await lastCode(server, "slow@example.com");
    const empty = await browser.submit(page, {});
    expect(textOf(empty.html)).toContain("Enter the code.");
    const wrong = await browser.submit(page, { code: otherThan(code) });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    const odd = await browser.submit(page, { code: "<svg onload=1>" });
    expect(odd.html).not.toContain("<svg onload");
    const done = await browser.submit(wrong, { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` });
    expect(answerOf(done)).toHaveProperty("code");
  });

  test("AC-07: has another code sent, which replaces the first; after five the limit is told", async () => {
    const browser = browserOf(stage);
    let page = await begin("again@example.com", browser);
    const first = await lastCode(server, "again@example.com");
    for (let time = 0; time < 5; time++) {
      server.advance(1);
      page = await resend(browser, page);
      expect(textOf(page.html)).toContain("Another code is on its way.");
    }
    const last = await lastCode(server, "again@example.com");
    expect(textOf((await resend(browser, page)).html)).toContain("Too many attempts.");
    page = await browser.visit(page.path);
    if (first !== last) {
      expect(textOf((await browser.submit(page, { code: first })).html)).toContain("This code is not right.");
    }
    expect(answerOf(await browser.submit(page, { code: last }))).toHaveProperty("code");
  });

  test("who went away signs in later, and is asked for the code then", async () => {
    await begin("left@example.com");
    server.advance(7200);
    const there = { ...stage, person: { ...stage.person, username: "left@example.com" } };
    const browser = browserOf(stage);
    const page = await signIn(there, browser);
    // A password is not a reason to show an address whole.
    expect(textOf(page.html)).toContain("Confirm your account Enter the code that was sent to l***@e***");
    const done = await browser.submit(page, { code: await lastCode(server, "left@example.com") });
    expect(answerOf(done)).toHaveProperty("code");
    const wrong = { ...there, person: { ...there.person, username: "left@example.com" } };
    expect(answerOf(await signIn(wrong, browserOf(stage)))).toHaveProperty("code");
  });

  test("HP-06: a wrong password does not tell that an account waits for its confirmation", async () => {
    await begin("waits@example.com");
    const page = await browserOf(stage).visit(authorizePath(stage));
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    const refused = await browser.submit(login, { username: "waits@example.com", password: "Wrong-Horse-9" });
    expect(textOf(refused.html)).toContain("Incorrect email address or password.");
    expect(page.status).toBe(200);
  });
});

describe("what the pool asks for besides", () => {
  const Schema = [
    { Name: "email", Required: true, Mutable: true },
    { Name: "given_name", Required: true, Mutable: true },
    { Name: "birthdate", Required: true, Mutable: true },
  ];

  test("comes in a second step, and the account is made once it is complete", async () => {
    const at = await accountStage(server, { Schema, AutoVerifiedAttributes: ["email"] });
    const browser = browserOf(at);
    const form = await toSignUp(at, browser);
    expect(textOf(form.html)).toMatch(/Continue Sign in instead/);
    const second = await browser.submit(form, newAccount("ada"));
    expect(second.path).toMatch(/^\/signup\/details\?/);
    expect(textOf(second.html)).toMatch(/Given name Date of birth|Date of birth/);
    await expect(accountOf(at, "ada")).rejects.toThrow("User does not exist.");

    const missing = await browser.submit(second, { "userAttributes.email": "ada@example.com" });
    expect(textOf(missing.html)).toContain("Enter your given name.");
    expect(missing.html).toContain('value="ada@example.com"');
    const details = {
      "userAttributes.email": "ada@example.com",
      "userAttributes.given_name": "Ada",
      "userAttributes.birthdate": "10.12.1815",
    };
    const wrong = await browser.submit(missing, details);
    expect(textOf(wrong.html)).toContain("Date of birth: ");
    const page = await browser.submit(wrong, { ...details, "userAttributes.birthdate": "1815-12-10" });
    expect(textOf(page.html)).toContain("Enter the code that was sent to ada@example.com");
    const done = await browser.submit(page, { code: await lastCode(server, "ada@example.com") });
    expect(answerOf(done)).toHaveProperty("code");
    expect((await accountOf(at, "ada")).attributes).toMatchObject({
      given_name: "Ada",
      birthdate: "1815-12-10",
    });
  });

  test("is an address at least, where a code has to go somewhere", async () => {
    const at = await accountStage(server, { AutoVerifiedAttributes: ["phone_number"] });
    const browser = browserOf(at);
    const second = await browser.submit(await toSignUp(at, browser), newAccount("pia"));
    expect(textOf(second.html)).toContain("Phone number With + and the country code");
    const page = await browser.submit(second, { "userAttributes.phone_number": "+1 (555) 555-0177" });
    expect(textOf(page.html)).toContain("sent to +15555550177");
    const done = await browser.submit(page, { code: await lastCode(server, "+15555550177") });
    expect(answerOf(done)).toHaveProperty("code");
  });

  test("the password waits sealed, and is nowhere to be read", async () => {
    const at = await accountStage(server, { Schema });
    const browser = browserOf(at);
    const second = await browser.submit(await toSignUp(at, browser), newAccount("sealed"));
    expect(second.html).not.toContain(password);
    const { flow = "" } = formOf(second).hidden;
    const row = await server.world.store.read.flows.find(at.poolId as never, flow);
    expect(row?.state).toContain("sealedPassword");
    expect(row?.state).not.toContain(password);
  });
});

describe("HP-07: the steps of a sign-up", () => {
  test.each(["/signup/details", "/confirm", "/resendcode", "/confirmforgotPassword"])(
    "cannot be skipped: %s is not next for whoever begins",
    async (path) => {
      const browser = browserOf(stage);
      const { hidden } = formOf(await toSignUp(stage, browser));
      const page = await browser.post(`${path}?${queryOf(stage)}`, { ...hidden, code: "123456" });
      expect([page.status, textOf(page.html).slice(0, 21)]).toEqual([400, "This step is not next"]);
      const look = await browser.get(`${path}?${queryOf(stage)}&flow=${hidden["flow"]}`);
      expect(look.status).toBe(400);
    },
  );

  test("HP-01: cannot be taken over from another browser", async () => {
    const browser = browserOf(stage);
    const page = await begin("mine@example.com", browser);
    const code = await lastCode(server, "mine@example.com");
    const stranger = browserOf(stage);
    await stranger.visit(authorizePath(stage));
    const stolen = await stranger.submit(page, { code });
    expect(stolen.status).toBe(403);
    expect((await stranger.get(page.path)).status).toBe(403);
    expect(answerOf(await browser.submit(page, { code }))).toHaveProperty("code");
  });

  test("cannot be replayed: once it is through, the form is out of date", async () => {
    const browser = browserOf(stage);
    const page = await begin("once@example.com", browser);
    const code = await lastCode(server, "once@example.com");
    await browser.submit(page, { code });
    const again = await browser.submit(page, { code });
    expect(textOf(again.html)).toContain("This page is out of date");
    expect(linkOf(again, "Start again")).toMatch(/^\/oauth2\/authorize\?/);
  });

  test("the Back button leads on: the first form again goes to the step that is next", async () => {
    const browser = browserOf(stage);
    const first = await toSignUp(stage, browser);
    await browser.submit(first, newAccount("back@example.com"));
    const again = await browser.submit(first, newAccount("back@example.com"));
    expect(again.path).toMatch(/^\/confirm\?/);
    expect(await lettersTo(server, "back@example.com")).toHaveLength(1);
  });

  test("AC-06: a form sent ten times at once makes one account, and all see the next step", async () => {
    const browser = browserOf(stage);
    const form = await toSignUp(stage, browser);
    const pages = await Promise.all(
      Array.from({ length: 10 }, () => browser.submit(form, newAccount("race@example.com"))),
    );
    expect(pages.filter(({ path }) => path.startsWith("/confirm?"))).toHaveLength(10);
    expect(await lettersTo(server, "race@example.com")).toHaveLength(1);
    expect((await browser.submit(form, newAccount("race@example.com"))).path).toMatch(/^\/confirm\?/);
  });

  test("a second tab is a sign-up of its own", async () => {
    const browser = browserOf(stage);
    const one = await toSignUp(stage, browser);
    const two = await toSignUp(stage, browser);
    const first = await browser.submit(one, newAccount("tab1@example.com"));
    const second = await browser.submit(two, newAccount("tab2@example.com"));
    expect(
      answerOf(await browser.submit(first, { code: await lastCode(server, "tab1@example.com") })),
    ).toHaveProperty("code");
    expect(
      answerOf(await browser.submit(second, { code: await lastCode(server, "tab2@example.com") })),
    ).toHaveProperty("code");
  });

  test("too late, a page says so and offers the way back", async () => {
    const browser = browserOf(stage);
    const page = await begin("late@example.com", browser);
    server.advance(3600);
    const late = await browser.submit(page, { code: "123456" });
    expect(textOf(late.html)).toContain("This page is out of date");
    expect((await browser.visit(linkOf(late, "Start again"))).path).toMatch(/^\/login\?/);
  });

  test("end where the account is disabled meanwhile", async () => {
    const browser = browserOf(stage);
    const page = await begin("gone@example.com", browser);
    const code = await lastCode(server, "gone@example.com");
    await disable(server, stage.poolId, { username: "gone@example.com", password, sub: "" });
    expect(textOf((await browser.submit(page, { code })).html)).toContain("This page is out of date");
  });
});

describe("confirmed otherwise", () => {
  test("by an administrator: the page goes on from there", async () => {
    const at = await accountStage(server, {});
    const browser = browserOf(at);
    const page = await browser.submit(await toSignUp(at, browser), newAccount("ada"));
    expect(textOf(page.html)).toContain("Whoever runs Lakeside has to confirm it.");
    expect(textOf((await browser.submit(page, {})).html)).toContain("Your account is not confirmed yet.");
    await server.admin.send(new AdminConfirmSignUpCommand({ UserPoolId: at.poolId, Username: "ada" }));
    const looked = await browser.visit(page.path);
    expect(textOf(looked.html)).toContain("Your account is confirmed You can continue to Lakeside.");
    expect(answerOf(await browser.submit(page, {}))).toHaveProperty("code");
  });

  test("by the link in the mail", async () => {
    const VerificationMessageTemplate = { DefaultEmailOption: "CONFIRM_WITH_LINK" } as const;
    const at = await accountStage(server, { ...byMail, VerificationMessageTemplate });
    const browser = browserOf(at);
    const page = await begin("link@example.com", browser, at);
    expect(textOf(page.html)).toContain("Open the link that was sent to link@example.com");
    expect(page.html).not.toContain('name="code"');
    expect(textOf((await browser.submit(page, {})).html)).toContain("Open the link in the mail first.");
    await server.admin.send(
      new AdminConfirmSignUpCommand({ UserPoolId: at.poolId, Username: "link@example.com" }),
    );
    expect(answerOf(await browser.submit(page, {}))).toHaveProperty("code");
  });

  test("by a trigger: PreSignUp, PostConfirmation and the triggers of a sign-in are asked as at the API", async () => {
    const host = await startTriggerHost();
    onTestFinished(() => host.close());
    const keep = (): undefined => undefined;
    const pool = await poolWithTriggers(server, host, {
      PreSignUp: (event) => {
        if (event.userName === "eve") throw new Error("no moorings left");
        event.response.autoConfirmUser = true;
      },
      PostConfirmation: keep,
      PreAuthentication: keep,
      PostAuthentication: keep,
    });
    const at = await stageOf(server, pool.poolId);
    const browser = browserOf(at);
    const denied = await browser.submit(await toSignUp(at, browser), newAccount("eve"));
    expect(textOf(denied.html)).toContain("no moorings left.");
    const done = await browser.submit(denied, newAccount("ada"));
    expect(answerOf(done)).toHaveProperty("code");
    expect(pool.events("PreSignUp")[1]).toMatchObject({ triggerSource: "PreSignUp_SignUp", userName: "ada" });
    expect(pool.events("PostConfirmation")[0]?.triggerSource).toBe("PostConfirmation_ConfirmSignUp");
    expect(pool.events("PreAuthentication")).toHaveLength(1);
    expect(pool.events("PostAuthentication")).toHaveLength(1);
  });
});

test("where administrators alone make accounts, nothing offers a sign-up, and its address says why", async () => {
  const at = await accountStage(server, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
  const browser = browserOf(at);
  const login = await browser.visit(authorizePath(at, { screen_hint: "signup" }));
  expect(login.path).toMatch(/^\/login\?/);
  expect(login.html).not.toContain("Create account");
  const page = await browser.get(`/signup?${queryOf(at)}`);
  expect([page.status, textOf(page.html).slice(0, 31)]).toEqual([403, "Accounts are made by invitation"]);
});

test("a pool that closes while somebody signs up makes no account any more", async () => {
  const at = await accountStage(server, {});
  const browser = browserOf(at);
  const form = await toSignUp(at, browser);
  await server.admin.send(
    new UpdateUserPoolCommand({
      UserPoolId: at.poolId,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    }),
  );
  const page = await browser.submit(form, newAccount("late"));
  expect(textOf(page.html)).toContain("Accounts are made by invitation here.");
});

test("AZ-13: prompt=none shows no page at all", async () => {
  const page = await browserOf(stage).get(`/signup?${queryOf(stage, { prompt: "none" })}`);
  expect(answerOf(page)).toMatchObject({ error: "login_required" });
});

/** The page's second button, which has an address of its own. */
async function resend(browser: Browser, page: Page): Promise<Page> {
  const { hidden } = formOf(page);
  const action = /formaction="([^"]*)"/.exec(page.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const { location = "", ...answered } = await browser.post(action, hidden);
  return location === "" ? { location: undefined, ...answered } : browser.visit(location);
}

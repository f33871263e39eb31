/** A forgotten password on the pages: a code, a new one, and the sign-in. */
import {
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, linkOf, type Page, textOf } from "./support/browser.ts";
import { answerOf, authorizePath, browserOf, queryOf, type Stage, signIn } from "./support/hosted.ts";
import { accountStage, toForgotPassword } from "./support/hosted-accounts.ts";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { disable } from "./support/mishaps.ts";
import { createPerson, password } from "./support/pool.ts";
import { nextPassword } from "./support/recovery.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await accountStage(server, {});
});
afterAll(() => server.close());

const mailOf = (username: string) => `${username}@example.com`;
const chosen = { newPassword: nextPassword, confirmPassword: nextPassword };

async function person(username: string) {
  return createPerson(server, stage.poolId, username, { email: mailOf(username), email_verified: "true" });
}

/** The page that asks for the code. */
async function begin(username: string, browser = browserOf(stage)): Promise<Page> {
  return browser.submit(await toForgotPassword(stage, browser), { username });
}

describe("somebody who forgot their password", () => {
  test("gets a code, chooses a new one, and signs in with it", async () => {
    await person("ada");
    const browser = browserOf(stage);
    const page = await begin("ada", browser);
    expect(page.path).toMatch(/^\/confirmforgotPassword\?/);
    expect(textOf(page.html)).toContain("a code was sent to a***@e***");
    const code = await lastCode(server, mailOf("ada"));
    const login = await browser.submit(page, { code, ...chosen });
    expect(login.path).toMatch(/^\/login\?/);
    expect(textOf(login.html)).toContain("Your password has been changed. Sign in with the new one.");
    expect(login.html).toContain('value="ada"');
    expect(browser.cookies.has(`poolhouse-session-${stage.poolId}`)).toBe(false);
    const refused = await browser.submit(login, { username: "ada", password });
    expect(textOf(refused.html)).toContain("Incorrect username or password.");
    expect(
      answerOf(await browser.submit(refused, { username: "ada", password: nextPassword })),
    ).toHaveProperty("code");
  });

  test("may try another password with the same code when the first is refused", async () => {
    await person("picky");
    const browser = browserOf(stage);
    const page = await begin("picky", browser);
    const code = await lastCode(server, mailOf("picky"));
    const weak = await browser.submit(page, { code, newPassword: "weak", confirmPassword: "weak" });
    expect(textOf(weak.html)).toContain("Password not long enough.");
    const differing = await browser.submit(page, { code, ...chosen, confirmPassword: "Other-Horse-8" });
    expect(textOf(differing.html)).toContain("The two passwords differ.");
    expect(differing.html).toContain(`value="${code}"`);
    const wrong = await browser.submit(weak, { code: otherThan(code), ...chosen });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    expect((await browser.submit(wrong, { code, ...chosen })).path).toMatch(/^\/login\?/);
  });

  test("has another code sent, which replaces the first", async () => {
    await person("again");
    const browser = browserOf(stage);
    const page = await begin("again", browser);
    const first = await lastCode(server, mailOf("again"));
    const next = await browser.submit(page, { resend: "yes" });
    expect(textOf(next.html)).toContain("Another code is on its way.");
    const second = await lastCode(server, mailOf("again"));
    if (first !== second) {
      expect(textOf((await browser.submit(next, { code: first, ...chosen })).html)).toContain("not right");
    }
    expect((await browser.submit(next, { code: second, ...chosen })).path).toMatch(/^\/login\?/);
  });

  test("is sent twenty at most in an hour", async () => {
    await person("limited");
    const browser = browserOf(stage);
    let page = await begin("limited", browser);
    for (let code = 1; code < 20; code++) page = await browser.submit(page, { resend: "yes" });
    const refused = await browser.submit(page, { resend: "yes" });
    expect(textOf(refused.html)).toContain("Too many attempts.");
    expect(textOf((await begin("limited")).html)).toContain("Too many attempts.");
    expect(await lettersTo(server, mailOf("limited"))).toHaveLength(20);
  });

  test("is led here from the sign-in page after an administrator's reset", async () => {
    await person("reset");
    const command = { UserPoolId: stage.poolId, Username: "reset" };
    await server.admin.send(new AdminResetUserPasswordCommand(command));
    const browser = browserOf(stage);
    const page = await signIn({ ...stage, person: { ...stage.person, username: "reset" } }, browser);
    expect(textOf(page.html)).toContain("Your password has been reset. Enter the code that you were sent");
    const code = await lastCode(server, mailOf("reset"));
    expect((await browser.submit(page, { code, ...chosen })).path).toMatch(/^\/login\?/);
  });
});

describe("HP-06: whoever is named, the pages are the same", () => {
  const names = ["known", "unknown", "unreachable", "invited", "disabled"] as const;

  beforeAll(async () => {
    await person("known");
    await createPerson(server, stage.poolId, "unreachable", { email: mailOf("unreachable") });
    const invited = { UserPoolId: stage.poolId, Username: "invited", MessageAction: "SUPPRESS" } as const;
    await server.admin.send(new AdminCreateUserCommand(invited));
    await disable(server, stage.poolId, await person("disabled"));
  });

  test.each(names)("%s", async (name) => {
    const browser = browserOf(stage);
    const page = await begin(name, browser);
    expect(plain(page, name)).toBe(
      "Choose a new password If there is such an account, a code was sent to ?***@?*** . Code It can take a minute. If it does not come, look among unwanted mail. Username New password Show Hide : New password At least 8 characters, with a lower-case letter, an upper-case letter, a number and a symbol. New password again Show Hide : New password again Save new password Send another code Back to sign-in Back to Lakeside",
    );
    const wrong = await browser.submit(page, { code: "wrong", ...chosen });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    const resent = await browser.submit(wrong, { resend: "yes" });
    expect(textOf(resent.html)).toContain("Another code is on its way.");
    expect(await lettersTo(server, mailOf(name))).toHaveLength(name === "known" ? 2 : 0);
  });
});

describe("HP-07: the steps of a recovery", () => {
  test("HP-01: cannot be taken over from another browser", async () => {
    await person("mine");
    const page = await begin("mine");
    const code = await lastCode(server, mailOf("mine"));
    const stranger = browserOf(stage);
    await stranger.visit(authorizePath(stage));
    expect((await stranger.submit(page, { code, ...chosen })).status).toBe(403);
  });

  test("cannot be skipped or replayed", async () => {
    await person("twice");
    const browser = browserOf(stage);
    const form = await toForgotPassword(stage, browser);
    const { hidden } = formOf(form);
    const early = await browser.post(`/confirmforgotPassword?${queryOf(stage)}`, {
      ...hidden,
      code: "1",
      ...chosen,
    });
    expect(early.status).toBe(400);
    const page = await browser.submit(form, { username: "twice" });
    const code = await lastCode(server, mailOf("twice"));
    await browser.submit(page, { code, ...chosen });
    const again = await browser.submit(page, {
      code,
      newPassword: "Third-Horse-9",
      confirmPassword: "Third-Horse-9",
    });
    expect(again.path).toMatch(/^\/login\?/);
    const there = { ...stage, person: { ...stage.person, username: "twice" } };
    expect(textOf((await signIn(there, browserOf(stage))).html)).toContain("Incorrect username or password.");
  });

  test("HP-07: a form sent twice changes it once, and both lead to the sign-in", async () => {
    await person("double");
    const browser = browserOf(stage);
    const page = await begin("double", browser);
    const code = await lastCode(server, mailOf("double"));
    const both = await Promise.all([1, 2].map(() => browser.submit(page, { code, ...chosen })));
    for (const { html } of both) expect(textOf(html)).toContain("Your password has been changed.");
  });

  test("too late, a page says so and offers the way back", async () => {
    await person("late");
    const browser = browserOf(stage);
    const page = await begin("late", browser);
    server.advance(3600);
    const late = await browser.submit(page, { code: "123456", ...chosen });
    expect(textOf(late.html)).toContain("This page is out of date");
    expect((await browser.visit(linkOf(late, "Start again"))).path).toMatch(/^\/login\?/);
  });
});

test("AC-09: a new password is no way past the second factor's address", async () => {
  const at = await accountStage(server, {
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] },
  });
  const browser = browserOf(at);
  expect((await browser.visit(authorizePath(at))).html).not.toContain("Forgot your password?");
  const page = await browser.get(`/forgotPassword?${queryOf(at)}`);
  expect([page.status, textOf(page.html).slice(0, 28)]).toEqual([403, "Passwords are not reset here"]);
});

/** What a person reads, but for the letters that a mask leaves. */
function plain(page: Page, name: string): string {
  return textOf(page.html)
    .replaceAll(name, "")
    .replace(/[a-z](\*+)@[a-z](\*+)/, "?$1@?$2");
}

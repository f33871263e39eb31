/** Another password on the account page. */
import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "./support/browser.ts";
import { authorizePath, browserOf, redeemAnswer, type Stage } from "./support/hosted.ts";
import { lastCode, noticesTo } from "./support/inbox.ts";
import { ownPath, ownStage, signedInAt, signInTo } from "./support/own-account.ts";
import { createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

const next = "Another-Horse-8";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  const PasswordPolicy = { MinimumLength: 8, RequireNumbers: true, PasswordHistorySize: 2 };
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] };
  const poolId = await createPool(server, { Policies: { PasswordPolicy, SignInPolicy } });
  stage = await ownStage(server, poolId);
});
afterAll(() => server.close());

const at = "/account/password";
const chosen = (proposed: string, currentPassword = password) => {
  return { currentPassword, newPassword: proposed, confirmPassword: proposed };
};

test("RT-08, AC-10: is changed by the old one; every other browser and app is signed out, and its owner is told", async () => {
  const [here, there] = [await signedInAt(stage, "ada"), browserOf(stage)];
  const answer = await signInTo(stage, there, "ada");
  const { body } = await redeemAnswer(stage, answer);
  server.advance(3000);
  // An old sign-in is enough: the old password proves itself.
  const page = await here.visit(ownPath(stage, at));
  const done = await here.submit(page, chosen(next));
  expect(textOf(done.html)).toContain("Your password is changed. You are signed out everywhere else.");
  expect((await here.visit(ownPath(stage, "/account"))).path).toMatch(/^\/account\?/);
  expect((await there.visit(ownPath(stage, "/account"))).path).toMatch(/^\/login\?/);
  const headers = { authorization: `Bearer ${body.access_token}` };
  expect((await fetch(`${server.url}/oauth2/userInfo`, { headers })).status).toBe(401);
  await signInTo(stage, browserOf(stage), "ada", next);
  expect(await noticesTo(server, "ada@example.com")).toEqual(["Your password was changed"]);
});

describe("is refused", () => {
  test.each([
    ["a wrong old one", chosen(next, "Wrong-Horse-1"), "This is not your current password."],
    ["no old one", chosen(next, ""), "Enter your current password."],
    ["one against the policy", chosen("no-number-in-it"), "Password must have numeric characters."],
    ["one that is too short", chosen("sh0rt"), "Password not long enough."],
    ["the same again", chosen(password), "Password has been used before."],
    ["two that differ", { ...chosen(next), confirmPassword: "x" }, "The two passwords differ."],
  ])("for %s", async (what, fields, words) => {
    const name = what.replaceAll(" ", "-");
    const browser = await signedInAt(stage, name);
    const refused = await browser.submit(await browser.visit(ownPath(stage, at)), fields);
    expect([refused.status, textOf(refused.html)]).toEqual([200, expect.stringContaining(words)]);
    expect(refused.html).not.toContain(next);
    await signInTo(stage, browserOf(stage), name);
  });

  test("AC-03: after five tries an hour, right or wrong", async () => {
    const browser = await signedInAt(stage, "guessed");
    const page = await browser.visit(ownPath(stage, at));
    for (let tried = 0; tried < 5; tried += 1) await browser.submit(page, chosen(next, "Wrong-Horse-1"));
    const late = await browser.submit(page, chosen(next));
    expect(textOf(late.html)).toContain("Too many attempts. Wait a while, then try again.");
    expect(await noticesTo(server, "guessed@example.com")).toEqual([]);
  });
});

test("HP-07: a form sent twice changes it once, and both lead to the account", async () => {
  const browser = await signedInAt(stage, "twice");
  const page = await browser.visit(ownPath(stage, at));
  const both = await Promise.all([1, 2].map(() => browser.submit(page, chosen(next))));
  expect(both.map(({ path }) => path.replace(/\?.*/, ""))).toEqual(["/account", "/account"]);
  expect(await noticesTo(server, "twice@example.com")).toEqual(["Your password was changed"]);
});

test("AC-10: a first password is set by a recent sign-in, and asks for no old one", async () => {
  const UserAttributes = [
    { Name: "email", Value: "newbie@example.com" },
    { Name: "email_verified", Value: "true" },
  ];
  const person = { UserPoolId: stage.poolId, Username: "newbie", UserAttributes };
  await server.admin.send(new AdminCreateUserCommand(person));
  const browser = browserOf(stage);
  const way = { username: "newbie", way: "EMAIL_OTP" };
  const signIn = async (path: string) => {
    const asked = await browser.submit(await browser.visit(path), way);
    return browser.submit(asked, { code: await lastCode(server, "newbie@example.com") });
  };
  await signIn(authorizePath(stage));
  const page = await browser.visit(ownPath(stage, at));
  expect(textOf(page.html)).toContain("Choose a password You have none yet.");
  server.advance(601);
  const login = await browser.submit(page, chosen(next));
  expect(login.path).toMatch(/^\/login\?/);
  const back = await signIn(login.path);
  expect(back.path).toMatch(/^\/account\/password\?/);
  await browser.submit(back, chosen(next));
  await signInTo(stage, browserOf(stage), "newbie", next);
  expect(await noticesTo(server, "newbie@example.com")).toEqual(["A password was set"]);
});

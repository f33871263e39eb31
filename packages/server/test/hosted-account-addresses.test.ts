/** Another e-mail address or phone number on the account page: proved before or after, with word to the old one. */
import { AdminUpdateUserAttributesCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, textOf } from "./support/browser.ts";
import { browserOf, type Stage } from "./support/hosted.ts";
import { accountOf } from "./support/hosted-accounts.ts";
import { callHouse } from "./support/house.ts";
import { lastCode, lettersTo, noticesTo, otherThan } from "./support/inbox.ts";
import { byEmail, setMfa } from "./support/mfa.ts";
import { ownPath, ownStage, press, signedInAt, signInTo, textAt } from "./support/own-account.ts";
import { createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
/** Verifies an address after it has changed. */
let after: Stage;
/** Keeps the old one until the new one is proved. */
let before: Stage;

beforeAll(async () => {
  server = await startTestServer();
  const AutoVerifiedAttributes = ["email" as const];
  after = await ownStage(server, await createPool(server, { AutoVerifiedAttributes }));
  const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ["email" as const] };
  const careful = { AutoVerifiedAttributes, UserAttributeUpdateSettings };
  before = await ownStage(server, await createPool(server, { ...careful, UsernameAttributes: ["email"] }));
});
afterAll(() => server.close());

const emailOf = async (at: Stage, username: string) => {
  const { email, email_verified } = (await accountOf(at, username)).attributes;
  return [email, email_verified];
};
const field = "userAttributes.email";

describe("another email address", () => {
  test("holds at once, is confirmed by the code, and the old one is told", async () => {
    const browser = await signedInAt(after, "ada");
    const page = await browser.visit(ownPath(after, "/account/email"));
    expect(textOf(page.html)).toContain("Change your email address Now it is ada@example.com.");
    const asked = await browser.submit(page, { [field]: "grace@example.com" });
    expect(asked.path).toMatch(/^\/account\/verify\?/);
    expect(textOf(asked.html)).toContain("the code that was sent to g***@e*** .");
    expect(await emailOf(after, "ada")).toEqual(["grace@example.com", "false"]);
    expect(await noticesTo(server, "ada@example.com")).toEqual(["Your email address was changed"]);
    const code = await lastCode(server, "grace@example.com");
    const wrong = await browser.submit(asked, { code: otherThan(code) });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    const confirmed = await browser.submit(wrong, { code });
    expect(textOf(confirmed.html)).toContain("Confirmed.");
    expect(await emailOf(after, "ada")).toEqual(["grace@example.com", "true"]);
  });

  test("AP-08: waits where the pool says so, and takes the old one's place with the code", async () => {
    const browser = await signedInAt(before, "bea@example.com");
    const page = await browser.visit(ownPath(before, "/account/email"));
    const asked = await browser.submit(page, { [field]: "new-bea@example.com" });
    expect(textOf(asked.html)).toContain("Until then, your old address stays.");
    expect(await emailOf(before, "bea@example.com")).toEqual(["bea@example.com", "true"]);
    expect(await textAt(before, browser)).toContain(
      "bea@example.com new-bea@example.com takes its place once it is confirmed. Confirm : Email address",
    );
    expect(await noticesTo(server, "bea@example.com")).toEqual([]);
    await browser.submit(asked, { code: await lastCode(server, "new-bea@example.com") });
    expect(await emailOf(before, "new-bea@example.com")).toEqual(["new-bea@example.com", "true"]);
    expect(await noticesTo(server, "bea@example.com")).toEqual(["Your email address was changed"]);
    await signInTo(before, browserOf(before), "new-bea@example.com");
  });

  test("AC-12: that is another's name to sign in by is refused", async () => {
    await signedInAt(before, "owner@example.com");
    const browser = await signedInAt(before, "taker@example.com");
    const page = await browser.visit(ownPath(before, "/account/email"));
    const asked = await browser.submit(page, { [field]: "owner@example.com" });
    const refused = await browser.submit(asked, { code: await lastCode(server, "owner@example.com") });
    expect(textOf(refused.html)).toContain("Another account has this email address.");
    expect(await emailOf(before, "taker@example.com")).toEqual(["taker@example.com", "true"]);
  });

  test.each([
    ["", "Enter your email address."],
    ["nonsense", "Email address: Invalid email address format."],
    ["cleo@example.com", "This is your email address already."],
    ['"><svg onload=1>', "Email address: Invalid email address format."],
  ])("%j is told beside the field: %s", async (email, words) => {
    const name = `cleo-${Buffer.from(email).toString("hex")}`;
    const browser = await signedInAt(after, name, { email: "cleo@example.com" });
    const page = await browser.visit(ownPath(after, "/account/email"));
    const refused = await browser.submit(page, { [field]: email });
    expect([refused.status, textOf(refused.html)]).toEqual([200, expect.stringContaining(words)]);
    expect(refused.html).not.toContain("<svg onload");
    expect(await emailOf(after, name)).toEqual(["cleo@example.com", "true"]);
  });

  test("AC-07: another code replaces the first, five times an hour", async () => {
    const browser = await signedInAt(after, "dora");
    const page = await browser.visit(ownPath(after, "/account/email"));
    let asked = await browser.submit(page, { [field]: "dora2@example.com" });
    const first = await lastCode(server, "dora2@example.com");
    for (let sent = 0; sent < 5; sent += 1) asked = await browser.submit(asked, { resend: "yes" });
    expect(textOf(asked.html)).toContain("Another code is on its way.");
    const limited = await browser.submit(asked, { resend: "yes" });
    expect(textOf(limited.html)).toContain("Too many attempts.");
    expect(await lettersTo(server, "dora2@example.com")).toHaveLength(6);
    expect(textOf((await browser.submit(limited, { code: first })).html)).toContain(
      "This code is not right.",
    );
    await browser.submit(limited, { code: await lastCode(server, "dora2@example.com") });
    expect(await emailOf(after, "dora")).toEqual(["dora2@example.com", "true"]);
  });

  test("HP-07: a form sent twice sends one code, and both lead to the same step", async () => {
    const browser = await signedInAt(after, "twice");
    const page = await browser.visit(ownPath(after, "/account/email"));
    const both = await Promise.all([1, 2].map(() => browser.submit(page, { [field]: "twice2@example.com" })));
    expect(both.map(({ path }) => path.replace(/\?.*/, ""))).toEqual(["/account/verify", "/account/verify"]);
    expect(await lettersTo(server, "twice2@example.com")).toHaveLength(1);
  });

  test("AZ-26: neither page is shown to whoever has signed in in this browser since", async () => {
    const browser = await signedInAt(after, "hers");
    const page = await browser.visit(ownPath(after, "/account/email"));
    const asked = await browser.submit(page, { [field]: "secret@elsewhere.example" });
    expect(textOf(asked.html)).toContain("s***@e***");
    await createPerson(server, after.poolId, "theirs");
    await signInTo(after, browser, "theirs");
    const seen = await browser.visit(asked.path);
    expect([seen.status, textOf(seen.html)]).toEqual([200, expect.not.stringContaining("s***@e***")]);
    expect((await browser.submit(asked, { resend: "yes" })).html).toContain("This page is out of date");
  });

  test("HP-01, AZ-26: neither form is of use in another browser", async () => {
    const browser = await signedInAt(after, "mine");
    const page = await browser.visit(ownPath(after, "/account/email"));
    const stranger = await signedInAt(after, "stranger");
    expect((await stranger.submit(page, { [field]: "evil@example.com" })).status).toBe(403);
    const asked = await browser.submit(page, { [field]: "mine2@example.com" });
    const code = await lastCode(server, "mine2@example.com");
    expect((await stranger.submit(asked, { code })).status).toBe(403);
    const forged = { ...formOf(asked).hidden, _csrf: "", code };
    expect((await browser.post(ownPath(after, "/account/verify"), forged)).status).toBe(403);
    expect(await emailOf(after, "mine")).toEqual(["mine2@example.com", "false"]);
  });
});

test("AC-10: an address asks for a sign-in as recent as the pool says, and leads back to its page", async () => {
  const at = await ownStage(server, await createPool(server));
  await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId: at.poolId, MaxAgeMinutes: 2 });
  const browser = await signedInAt(at, "late");
  const page = await browser.visit(ownPath(at, "/account/email"));
  server.advance(121);
  expect((await browser.visit(ownPath(at, "/account/email"))).path).toMatch(/^\/login\?/);
  const login = await browser.submit(page, { [field]: "late2@example.com" });
  expect(login.path).toMatch(/^\/login\?/);
  expect(await emailOf(at, "late")).toEqual(["late@example.com", "true"]);
  const back = await browser.submit(login, { username: "late", password });
  expect(back.path).toMatch(/^\/account\/email\?/);
  // The pool sends no codes by itself, so there is nothing to wait for.
  const saved = await browser.submit(back, { [field]: "late2@example.com" });
  expect([saved.path.replace(/\?.*/, ""), textOf(saved.html)]).toEqual([
    "/account",
    expect.stringContaining("Saved."),
  ]);
  expect(await emailOf(at, "late")).toEqual(["late2@example.com", "false"]);
});

describe("an address is removed", () => {
  test("after one more question, and its owner is told", async () => {
    const browser = await signedInAt(after, "emma", { phone_number: "+15550101234" });
    const question = await press(after, browser, "removeAddress", { attribute: "phone_number" });
    expect(textOf(question.html)).toContain("Remove your phone number? Nothing is sent to +15550101234");
    const removed = await browser.submit(question, { action: "removeAddressForGood" });
    expect(textOf(removed.html)).toContain("Removed.");
    expect((await accountOf(after, "emma")).attributes).not.toHaveProperty("phone_number");
    expect(await noticesTo(server, "emma@example.com")).toEqual(["Your phone number was removed"]);
  });

  test("the only name to sign in with stays, whatever is posted", async () => {
    const browser = await signedInAt(before, "named@example.com");
    expect(await textAt(before, browser)).not.toContain("Remove : Email address");
    const refused = await press(before, browser, "removeAddressForGood", { attribute: "email" });
    expect(textOf(refused.html)).toContain("This is your last way to sign in. Add another one first.");
    expect(await emailOf(before, "named@example.com")).toEqual(["named@example.com", "true"]);
  });

  test("the last second factor stays where everybody owes one", async () => {
    const at = await ownStage(server, await createPool(server));
    const browser = await signedInAt(at, "owing");
    await setMfa(server, at.poolId, { MfaConfiguration: "ON", ...byEmail });
    const refused = await press(at, browser, "removeAddressForGood", { attribute: "email" });
    expect(textOf(refused.html)).toContain("this is your last one");
    expect(await emailOf(at, "owing")).toEqual(["owing@example.com", "true"]);
  });

  test("AP-07: an address that the app may not write stays", async () => {
    const at = await ownStage(server, await createPool(server), { WriteAttributes: ["name"] });
    const browser = await signedInAt(at, "fixed");
    const text = await textAt(at, browser);
    expect(text).not.toContain("Change : Email address");
    expect((await browser.visit(ownPath(at, "/account/email"))).path).toMatch(/^\/account\?/);
    await press(at, browser, "removeAddressForGood", { attribute: "email" });
    expect(await emailOf(at, "fixed")).toEqual(["fixed@example.com", "true"]);
  });
});

test("a phone number is added as people write it", async () => {
  const browser = await signedInAt(after, "fone");
  const page = await browser.visit(ownPath(after, "/account/phone"));
  expect(textOf(page.html)).toContain("Add a phone number");
  await browser.submit(page, { "userAttributes.phone_number": "+44 20 7946 0000" });
  expect((await accountOf(after, "fone")).attributes["phone_number"]).toBe("+442079460000");
  expect(await noticesTo(server, "fone@example.com")).toEqual(["A phone number was added"]);
});

test("an address that was never confirmed is confirmed from the account page", async () => {
  const browser = await signedInAt(after, "unsure");
  const UserAttributes = [{ Name: "email_verified", Value: "false" }];
  const person = { UserPoolId: after.poolId, Username: "unsure", UserAttributes };
  await server.admin.send(new AdminUpdateUserAttributesCommand(person));
  const asked = await press(after, browser, "confirmAddress", { attribute: "email" });
  expect(asked.path).toMatch(/^\/account\/verify\?/);
  await browser.submit(asked, { code: await lastCode(server, "unsure@example.com") });
  expect(await emailOf(after, "unsure")).toEqual(["unsure@example.com", "true"]);
});

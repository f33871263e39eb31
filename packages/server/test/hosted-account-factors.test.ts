/** Second factors and devices on the account page. */
import { AdminGetUserCommand, AdminListDevicesCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, formOf, type Page, textOf } from "./support/browser.ts";
import { deviceStage, onConfirmedDevice, refreshAt } from "./support/devices.ts";
import { authorizePath, browserOf, type Stage } from "./support/hosted.ts";
import { callHouse } from "./support/house.ts";
import { noticesTo } from "./support/inbox.ts";
import { byEmail, bySms, byTotp, setMfa, wrongTotp } from "./support/mfa.ts";
import { ownPath, ownStage, press, signedInAt, textAt } from "./support/own-account.ts";
import { createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let stage: Stage;

beforeAll(async () => {
  server = await startTestServer();
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  const poolId = await createPool(server, { Policies: { SignInPolicy } });
  await setMfa(server, poolId, { ...byTotp, ...bySms, ...byEmail });
  stage = await ownStage(server, poolId);
});
afterAll(() => server.close());

const secretOn = ({ html }: Page) => /<code id="secret">([A-Z2-7]+)</.exec(html)?.[1] ?? "";

async function factorsOf(at: Stage, Username: string) {
  const user = await server.admin.send(new AdminGetUserCommand({ UserPoolId: at.poolId, Username }));
  return [user.UserMFASettingList ?? [], user.PreferredMfaSetting];
}

/** Sets up an app from the account page: its secret. */
async function setUpApp(at: Stage, browser: Browser): Promise<string> {
  const page = await browser.visit(ownPath(at, "/account/app"));
  const secret = secretOn(page);
  const done = await browser.submit(page, { code: totp(secret, server.clock.now()) });
  expect(textOf(done.html)).toContain("Your authenticator app is set up.");
  server.advance(30);
  return secret;
}

describe("an authenticator app", () => {
  test("is set up with a QR code, asked for from then on, and its owner is told", async () => {
    const browser = await signedInAt(stage, "ada");
    expect(await textAt(stage, browser)).toContain("Authenticator app Not set up Set up : Authenticator app");
    const page = await browser.visit(ownPath(stage, "/account/app"));
    expect(page.html).toContain('class="qr"');
    const secret = secretOn(page);
    const now = server.clock.now();
    const wrong = await browser.submit(page, { code: wrongTotp(secret, now) });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    await browser.submit(wrong, { code: totp(secret, now) });
    expect(await factorsOf(stage, "ada")).toEqual([["SOFTWARE_TOKEN_MFA"], undefined]);
    expect(await noticesTo(server, "ada@example.com")).toEqual(["An authenticator app was added"]);
    const next = browserOf(stage);
    const asked = await next.submit(await next.visit(authorizePath(stage)), { username: "ada", password });
    expect(asked.path).toMatch(/^\/mfa\?/);
  });

  test("AC-06: the code that set it up is used up, and a form sent twice leads to the account", async () => {
    const browser = await signedInAt(stage, "twice");
    const page = await browser.visit(ownPath(stage, "/account/app"));
    const code = totp(secretOn(page), server.clock.now());
    const both = await Promise.all([1, 2].map(() => browser.submit(page, { code })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await noticesTo(server, "twice@example.com")).toEqual(["An authenticator app was added"]);
    const next = browserOf(stage);
    const asked = await next.submit(await next.visit(authorizePath(stage)), { username: "twice", password });
    expect(textOf((await next.submit(asked, { code })).html)).toContain("This code has been used.");
  });

  test("a second tab has a key of its own, and the first one leads to it", async () => {
    const browser = await signedInAt(stage, "tabs");
    const first = await browser.visit(ownPath(stage, "/account/app"));
    const second = await browser.visit(ownPath(stage, "/account/app"));
    expect(secretOn(first)).not.toBe(secretOn(second));
    const late = await browser.submit(first, { code: totp(secretOn(first), server.clock.now()) });
    expect(late.path).toMatch(/^\/account\/app\?/);
    expect(await factorsOf(stage, "tabs")).toEqual([[], undefined]);
    await browser.submit(late, { code: totp(secretOn(late), server.clock.now()) });
    expect(await factorsOf(stage, "tabs")).toEqual([["SOFTWARE_TOKEN_MFA"], undefined]);
  });

  test("is removed after one more question, with its secret, and its owner is told", async () => {
    const browser = await signedInAt(stage, "bea");
    await setUpApp(stage, browser);
    const question = await press(stage, browser, "removeApp");
    expect(textOf(question.html)).toContain("Remove your authenticator app?");
    expect(textOf((await browser.submit(question, { action: "keep" })).html)).toContain("Your account");
    await browser.submit(question, { action: "removeAppForGood" });
    expect(await factorsOf(stage, "bea")).toEqual([[], undefined]);
    expect(await noticesTo(server, "bea@example.com")).toContain("Your authenticator app was removed");
    expect(await textAt(stage, browser)).toContain("Authenticator app Not set up");
  });

  test("HP-01: is set up in no other browser", async () => {
    const browser = await signedInAt(stage, "mine");
    const page = await browser.visit(ownPath(stage, "/account/app"));
    const stranger = await signedInAt(stage, "stranger");
    const code = totp(secretOn(page), server.clock.now());
    expect((await stranger.submit(page, { code })).status).toBe(403);
    const { hidden } = formOf(page);
    const forged = { ...hidden, _csrf: "", code };
    expect((await browser.post(ownPath(stage, "/account/app"), forged)).status).toBe(403);
    expect(await factorsOf(stage, "mine")).toEqual([[], undefined]);
  });
});

test("codes are turned on, put first and turned off; each time its owner is told", async () => {
  const browser = await signedInAt(stage, "cleo", { phone_number: "+15550101234" });
  await press(stage, browser, "turnOnFactor", { factor: "SMS_MFA" });
  await press(stage, browser, "turnOnFactor", { factor: "EMAIL_OTP" });
  const first = await press(stage, browser, "preferFactor", { factor: "EMAIL_OTP" });
  expect(textOf(first.html)).toContain("The one you chose is asked for first now.");
  expect(textOf(first.html)).toContain("Email On, asked for first Turn off : Email");
  expect(await factorsOf(stage, "cleo")).toEqual([["SMS_MFA", "EMAIL_OTP"], "EMAIL_OTP"]);
  await press(stage, browser, "turnOffFactor", { factor: "EMAIL_OTP" });
  expect(await factorsOf(stage, "cleo")).toEqual([["SMS_MFA"], undefined]);
  const changed = "Your second factors were changed";
  expect(await noticesTo(server, "cleo@example.com")).toEqual([changed, changed, changed]);
});

test.each(["SMS_MFA", "SOFTWARE_TOKEN_MFA", "WEB_AUTHN", "nonsense", "__proto__"])(
  "%s is not turned on by somebody who does not have it",
  async (factor) => {
    const browser = await signedInAt(stage, `without-${factor}`);
    const refused = await press(stage, browser, "turnOnFactor", { factor });
    expect(refused.status).toBe(200);
    expect(await factorsOf(stage, `without-${factor}`)).toEqual([[], undefined]);
  },
);

test("where everybody owes a second factor, the last one stays, whatever is posted", async () => {
  const at = await ownStage(server, await createPool(server));
  await setMfa(server, at.poolId, byTotp);
  const browser = await signedInAt(at, "last");
  await setUpApp(at, browser);
  await setMfa(server, at.poolId, { MfaConfiguration: "ON", ...byTotp });
  const text = await textAt(at, browser);
  expect(text).toContain("asks everybody for one, so the last one stays.");
  expect(text).not.toContain("Remove : Authenticator app");
  const refused = await press(at, browser, "removeAppForGood");
  expect(textOf(refused.html)).toContain("this is your last one. Set up another one first.");
  expect(await factorsOf(at, "last")).toEqual([["SOFTWARE_TOKEN_MFA"], undefined]);
  expect(await noticesTo(server, "last@example.com")).toEqual(["An authenticator app was added"]);
});

const sensitive = [
  ["turnOnFactor", { factor: "EMAIL_OTP" }],
  ["turnOffFactor", { factor: "EMAIL_OTP" }],
  ["preferFactor", { factor: "EMAIL_OTP" }],
  ["removeApp", {}],
  ["removeAppForGood", {}],
  ["removePasskey", {}],
  ["removePasskeyForGood", {}],
  ["removeAddress", { attribute: "email" }],
  ["removeAddressForGood", { attribute: "email" }],
] as const;

describe("AC-10: by the pool's own time after a sign-in", () => {
  test.each(sensitive)("%s asks to sign in again", async (action, about) => {
    const at = await ownStage(server, stage.poolId);
    const name = `late-${action}`;
    const browser = await signedInAt(at, name);
    const page = await browser.visit(ownPath(at, "/account"));
    await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId: at.poolId, MaxAgeMinutes: 3 });
    server.advance(181);
    expect((await browser.submit(page, { action, ...about })).path).toMatch(/^\/login\?/);
    await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId: at.poolId, MaxAgeMinutes: 30 });
    expect((await browser.submit(page, { action, ...about })).path).toMatch(/^\/account\?/);
    await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId: at.poolId, MaxAgeMinutes: 0 });
    server.advance(600);
    expect((await browser.visit(ownPath(at, "/account/app"))).path).toMatch(/^\/login\?/);
  });
});

describe("a remembered device", () => {
  test("is listed with its last use, and forgotten: its sign-in ends", async () => {
    const devices = await deviceStage(server);
    const at = await ownStage(server, devices.UserPoolId);
    const browser = await signedInAt(at, "dora");
    const { device, tokens } = await onConfirmedDevice(devices, "dora", "Dora's <laptop>");
    const page = await browser.visit(ownPath(at, "/account"));
    expect(textOf(page.html)).toMatch(
      /Your devices .* Dora's <laptop> Last used .* from 127\.0\.0\.1, remembered/,
    );
    const forgotten = await browser.submit(page, { action: "forgetDevice", device: device.DeviceKey });
    expect(textOf(forgotten.html)).toContain("The device is forgotten.");
    const person = { UserPoolId: at.poolId, Username: "dora" };
    expect((await server.admin.send(new AdminListDevicesCommand(person))).Devices).toEqual([]);
    await expect(refreshAt(devices, tokens.RefreshToken, device.DeviceKey)).rejects.toThrow();
  });

  test("of somebody else stays", async () => {
    const devices = await deviceStage(server);
    const at = await ownStage(server, devices.UserPoolId);
    await signedInAt(at, "owner");
    const { device } = await onConfirmedDevice(devices, "owner");
    const other = await signedInAt(at, "other");
    await press(at, other, "forgetDevice", { device: device.DeviceKey });
    const person = { UserPoolId: at.poolId, Username: "owner" };
    expect((await server.admin.send(new AdminListDevicesCommand(person))).Devices).toHaveLength(1);
  });
});

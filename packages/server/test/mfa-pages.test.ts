/** Second factors on the sign-in pages: nobody is signed in to a browser or an app by a password alone who owes more. */
import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formOf, textOf } from "./support/browser.ts";
import { answerOf, authorizePath, browserOf, redeemAnswer, signIn } from "./support/hosted.ts";
import { answerTotp, begin, type MfaStage, mfaStage, personWithTotp, wrongTotp } from "./support/mfa.ts";
import { expectNoWayIn, hostedStage, isSignedIn } from "./support/mfa-pages.ts";
import { password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let optional: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  optional = await mfaStage(server);
});
afterAll(() => server.close());

const codeNow = (secret: string, stepsAway = 0) => totp(secret, server.clock.now(), stepsAway);

/** Somebody with an authenticator app, on the page that asks for its code. */
async function atCodePage(username: string) {
  const secret = await personWithTotp(optional, username);
  const stage = await hostedStage(optional, username);
  const browser = browserOf(stage);
  return { secret, stage, browser, page: await signIn(stage, browser) };
}

describe("a code of an authenticator app", () => {
  test("is asked for after the password, and leads to the app", async () => {
    const { secret, stage, browser, page } = await atCodePage("ada");
    expect(page).toMatchObject({ status: 200, path: expect.stringMatching(/^\/mfa\?/) });
    expect(textOf(page.html)).toContain("Your authenticator app shows it under ada");
    expect(page.html).toMatch(/<input[^>]* autocomplete="one-time-code"/);
    expect(page.html, "HP-05").toMatch(/<input[^>]* inputmode="numeric"/);
    const code = codeNow(secret);
    const done = await browser.submit(page, { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(done.status).toBe(303);
    expect((await redeemAnswer(stage, done)).status).toBe(200);
    expect(await isSignedIn(stage, browser)).toBe(true);
  });

  test("AC-08: the password alone gives no cookie and no code", async () => {
    const { stage, browser, page } = await atCodePage("bea");
    await expectNoWayIn(stage, browser, page);
    const again = await browser.submit(page, { code: "" });
    expect(textOf(again.html)).toContain("Enter the code.");
    await expectNoWayIn(stage, browser, again);
  });

  test("that is wrong is refused, and the right one works on the same page", async () => {
    const { secret, stage, browser, page } = await atCodePage("cleo");
    const again = await browser.submit(page, { code: wrongTotp(secret, server.clock.now()) });
    expect(textOf(again.html)).toContain("This code is not right.");
    await expectNoWayIn(stage, browser, again);
    expect(answerOf(await browser.submit(again, { code: codeNow(secret) }))).toHaveProperty("code");
  });

  test("AC-06: is good once, at every door together", async () => {
    const { secret, browser, page } = await atCodePage("dora");
    const code = codeNow(secret);
    const { Session } = await begin(optional, "dora");
    await answerTotp(optional, "dora", Session, code);
    const refused = await browser.submit(page, { code });
    expect(textOf(refused.html)).toContain("This code has been used.");
    expect(answerOf(await browser.submit(refused, { code: codeNow(secret, 1) }))).toHaveProperty("code");
  });

  test("AC-06: lets one of ten browsers in that bring the same code at once", async () => {
    const secret = await personWithTotp(optional, "emma");
    const stage = await hostedStage(optional, "emma");
    const visits = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const browser = browserOf(stage);
        return { browser, page: await signIn(stage, browser) };
      }),
    );
    const code = codeNow(secret);
    const answers = await Promise.all(visits.map(({ browser, page }) => browser.submit(page, { code })));
    expect(answers.filter(({ location }) => location !== undefined)).toHaveLength(1);
  });

  test("AC-03: is guessed no oftener than a password", async () => {
    const { secret, stage, browser, page } = await atCodePage("flora");
    const code = wrongTotp(secret, server.clock.now());
    const answers = await Promise.all(
      Array.from({ length: 30 }, async () => textOf((await browser.submit(page, { code })).html)),
    );
    expect(answers.filter((text) => text.includes("This code is not right."))).toHaveLength(5);
    expect(answers.filter((text) => text.includes("Too many attempts."))).toHaveLength(25);
    const right = await browser.submit(page, { code: codeNow(secret) });
    expect(textOf(right.html)).toContain("Too many attempts.");
    await expectNoWayIn(stage, browser, right);
  });

  test("ends with its time, and with a change of the account", async () => {
    const late = await atCodePage("gina");
    server.advance(180);
    expect((await late.browser.submit(late.page, { code: codeNow(late.secret) })).status).toBe(400);

    const { UserPoolId } = optional;
    const disabled = await atCodePage("hana");
    await server.admin.send(new AdminDisableUserCommand({ UserPoolId, Username: "hana" }));
    expect((await disabled.browser.submit(disabled.page, { code: codeNow(disabled.secret) })).status).toBe(
      400,
    );

    const changed = await atCodePage("iris");
    const input = { UserPoolId, Username: "iris", Password: "Another-Horse-8", Permanent: true };
    await server.admin.send(new AdminSetUserPasswordCommand(input));
    expect((await changed.browser.submit(changed.page, { code: codeNow(changed.secret) })).status).toBe(400);
    await expectNoWayIn(changed.stage, changed.browser, changed.page);
  });

  test("belongs to the browser that gave the password", async () => {
    const { secret, stage, browser, page } = await atCodePage("jane");
    const thief = browserOf(stage);
    expect((await thief.submit(page, { code: codeNow(secret) })).status).toBe(403);
    expect(answerOf(await browser.submit(page, { code: codeNow(secret) }))).toHaveProperty("code");
  });
});

describe("HP-07: the steps come in their order", () => {
  test("the form of the code cannot be sent before the password", async () => {
    const secret = await personWithTotp(optional, "kim");
    const stage = await hostedStage(optional, "kim");
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    const { action, hidden } = formOf(login);
    for (const path of ["/mfa", "/mfa/select", "/mfa/register", "/changePassword"]) {
      const later = action.replace("/login", path);
      const fields = { code: codeNow(secret), factor: "SOFTWARE_TOKEN_MFA" };
      const skipped = await browser.post(later, { ...hidden, ...fields });
      expect({ path, status: skipped.status }).toEqual({ path, status: 400 });
      expect((await browser.get(`${later}&flow=${hidden["flow"]}`)).status).toBe(400);
    }
    const page = await browser.submit(login, { username: "kim", password });
    expect(page.path).toMatch(/^\/mfa\?/);
  });

  test("no other step can be taken instead of the code", async () => {
    const { stage, browser, page } = await atCodePage("lena");
    const { action, hidden } = formOf(page);
    for (const path of ["/continue", "/changePassword", "/mfa/select", "/mfa/register", "/login"]) {
      const other = await browser.post(action.replace("/mfa", path), {
        ...hidden,
        username: "lena",
        password,
        newPassword: "Another-Horse-8",
        confirmPassword: "Another-Horse-8",
        factor: "SOFTWARE_TOKEN_MFA",
      });
      expect({ path, status: other.status }).toEqual({ path, status: 400 });
    }
    await expectNoWayIn(stage, browser, page);
  });

  test("the form of the password, sent again, leads to the page that is next", async () => {
    await personWithTotp(optional, "mona");
    const stage = await hostedStage(optional, "mona");
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    await browser.submit(login, { username: "mona", password });
    const again = await browser.submit(login, { username: "mona", password });
    expect(again).toMatchObject({ status: 200, path: expect.stringMatching(/^\/mfa\?/) });
  });
});

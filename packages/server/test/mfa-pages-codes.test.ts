import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "./support/browser.ts";
import { answerOf, browserOf, redeemAnswer, signIn } from "./support/hosted.ts";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { begin, byEmail, bySms, byTotp, type MfaStage, mfaStage, prefer } from "./support/mfa.ts";
import { expectNoWayIn, hostedStage } from "./support/mfa-pages.ts";
import { createPerson } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let sending: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  sending = await mfaStage(server, { ...bySms, ...byEmail, ...byTotp });
});
afterAll(() => server.close());

describe("a code that was sent", () => {
  const contacts = (phone: string) => ({ phone_number: phone, email: `${phone.slice(1)}@example.com` });
  const on = { Enabled: true };
  async function atPage(username: string, phone: string, settings: Parameters<typeof prefer>[2]) {
    await createPerson(server, sending.UserPoolId, username, contacts(phone));
    await prefer(sending, username, settings);
    const stage = await hostedStage(sending, username);
    const browser = browserOf(stage);
    return { stage, browser, page: await signIn(stage, browser) };
  }

  test("is asked for, says masked where it went, and leads to the app", async () => {
    const phone = "+15550400001";
    const { stage, browser, page } = await atPage("ada", phone, { SMSMfaSettings: on });
    expect(page.path).toMatch(/^\/mfa\?/);
    expect(textOf(page.html)).toContain("It was sent to +*******0001");
    expect(page.html).not.toContain(phone);
    const code = await lastCode(server, phone);
    const wrong = await browser.submit(page, { code: otherThan(code) });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    await expectNoWayIn(stage, browser, wrong);
    expect((await redeemAnswer(stage, await browser.submit(wrong, { code }))).status).toBe(200);
  });

  test("AC-07: can be sent anew, which kills the one before, and not without end", async () => {
    const phone = "+15550400002";
    const { stage, browser, page } = await atPage("bea", phone, { SMSMfaSettings: on });
    const first = await lastCode(server, phone);
    const second = await browser.submit(page, { resend: "yes" });
    expect(second.path).toMatch(/^\/mfa\?/);
    const fresh = await lastCode(server, phone);
    const old = await browser.submit(second, { code: first === fresh ? otherThan(fresh) : first });
    expect(textOf(old.html)).toContain("This code is not right.");
    const third = await browser.submit(second, { resend: "yes" });
    const newest = await lastCode(server, phone);
    const fourth = await browser.submit(third, { resend: "yes" });
    expect(textOf(fourth.html)).toContain("No more codes can be sent for this sign-in.");
    expect(await lettersTo(server, phone)).toHaveLength(3);
    await expectNoWayIn(stage, browser, fourth);
    expect(answerOf(await browser.submit(fourth, { code: newest }))).toHaveProperty("code");
  });

  test("of another sign-in of the same person is a wrong one", async () => {
    const phone = "+15550400003";
    const { stage, browser, page } = await atPage("cleo", phone, { SMSMfaSettings: on });
    await lastCode(server, phone);
    await begin(sending, "cleo");
    const code = await lastCode(server, phone);
    const wrong = await browser.submit(page, { code });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    await expectNoWayIn(stage, browser, wrong);
  });

  test("comes from where the person chooses", async () => {
    const phone = "+15550400004";
    const settings = { SMSMfaSettings: on, EmailMfaSettings: on };
    const { stage, browser, page } = await atPage("dora", phone, settings);
    expect(page.path).toMatch(/^\/mfa\/select\?/);
    expect(textOf(page.html)).toContain("Text message");
    expect(textOf(page.html)).toContain("Email");
    expect(textOf(page.html)).not.toContain("Authenticator app");
    await expectNoWayIn(stage, browser, page);
    for (const factor of ["SOFTWARE_TOKEN_MFA", "WEB_AUTHN", ""]) {
      const again = await browser.submit(page, { factor });
      expect(textOf(again.html)).toContain("Choose one of these.");
    }
    const { email } = contacts(phone);
    const asked = await browser.submit(page, { factor: "EMAIL_OTP" });
    expect(asked.path).toMatch(/^\/mfa\?/);
    expect(await lettersTo(server, phone)).toHaveLength(0);
    const done = await browser.submit(asked, { code: await lastCode(server, email) });
    expect(answerOf(done)).toHaveProperty("code");
  });
});

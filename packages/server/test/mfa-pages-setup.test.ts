/** Who has no second factor in a pool that demands one sets it up on the sign-in pages. */
import { AssociateSoftwareTokenCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Page, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  invite,
  redeemAnswer,
  signIn,
  temporaryPassword,
} from "./support/hosted.ts";
import { begin, bySms, byTotp, type MfaStage, mfaStage, setMfa, wrongTotp } from "./support/mfa.ts";
import { expectNoWayIn, hostedStage, isSignedIn } from "./support/mfa-pages.ts";
import { createPerson, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { totp } from "./support/totp.ts";

let server: TestServer;
let demanding: MfaStage;

beforeAll(async () => {
  server = await startTestServer();
  demanding = await mfaStage(server, { MfaConfiguration: "ON", ...byTotp });
});
afterAll(() => server.close());

const codeNow = (secret: string, stepsAway = 0) => totp(secret, server.clock.now(), stepsAway);

describe("setting up an authenticator app", () => {
  const secretOn = ({ html }: Page) => /<code id="secret">([A-Z2-7]{32})<\/code>/.exec(html)?.[1] ?? "";

  test("comes before the way in where the pool demands it", async () => {
    await createPerson(server, demanding.UserPoolId, "ada");
    const stage = await hostedStage(demanding, "ada");
    const browser = browserOf(stage);
    const page = await signIn(stage, browser);
    expect(page).toMatchObject({ status: 200, path: expect.stringMatching(/^\/mfa\/register\?/) });
    await expectNoWayIn(stage, browser, page);
    const secret = secretOn(page);
    expect(page.html).toContain(`href="otpauth://totp/stories:ada?secret=${secret}&amp;issuer=stories"`);
    const wrong = await browser.submit(page, { code: wrongTotp(secret, server.clock.now()) });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    expect(secretOn(wrong)).toBe(secret);
    await expectNoWayIn(stage, browser, wrong);
    expect(textOf((await browser.submit(wrong, { code: "" })).html)).toContain("Enter the code");
    const done = await browser.submit(wrong, { code: codeNow(secret) });
    expect((await redeemAnswer(stage, done)).status).toBe(200);
    server.advance(30);
    const next = browserOf(stage);
    const asked = await signIn(stage, next);
    expect(asked.path).toMatch(/^\/mfa\?/);
    expect(answerOf(await next.submit(asked, { code: codeNow(secret) }))).toHaveProperty("code");
  });

  test("comes after a password of one's own", async () => {
    const stage = await hostedStage(demanding, "bea");
    await invite(stage, "bea");
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    const choose = await browser.submit(login, { username: "bea", password: temporaryPassword });
    const own = { newPassword: password, confirmPassword: password };
    const page = await browser.submit(choose, own);
    expect(page.path).toMatch(/^\/mfa\/register\?/);
    await expectNoWayIn(stage, browser, page);
    expect(answerOf(await browser.submit(page, { code: codeNow(secretOn(page)) }))).toHaveProperty("code");
  });

  test("ends after a quarter of an hour", async () => {
    const finishedAfter = async (username: string, seconds: number) => {
      await createPerson(server, demanding.UserPoolId, username);
      const stage = await hostedStage(demanding, username);
      const browser = browserOf(stage);
      const page = await signIn(stage, browser);
      server.advance(seconds);
      const done = await browser.submit(page, { code: codeNow(secretOn(page)) });
      return { stage, browser, done };
    };
    expect(answerOf((await finishedAfter("in-time", 899)).done)).toHaveProperty("code");
    const { stage, browser, done } = await finishedAfter("too-late", 900);
    expect(done.status).toBe(400);
    await expectNoWayIn(stage, browser, done);
  });

  test("shows nobody a secret that another sign-in has handed out", async () => {
    await createPerson(server, demanding.UserPoolId, "cleo");
    const stage = await hostedStage(demanding, "cleo");
    const browser = browserOf(stage);
    const page = await signIn(stage, browser);
    const { Session } = await begin(demanding, "cleo");
    const { SecretCode = "" } = await server.admin.send(new AssociateSoftwareTokenCommand({ Session }));
    const shown = await browser.get(page.path);
    expect(shown.status).toBe(400);
    expect(shown.html).not.toContain(SecretCode);
    expect((await browser.submit(page, { code: codeNow(SecretCode) })).status).toBe(400);
    expect((await browser.submit(page, { code: codeNow(secretOn(page)) })).status).toBe(400);
    await expectNoWayIn(stage, browser, page);
  });

  test("is refused in words where the pages cannot do it", async () => {
    const own = await mfaStage(server, { MfaConfiguration: "ON", ...bySms });
    await createPerson(server, own.UserPoolId, "dora");
    const stage = await hostedStage(own, "dora");
    const browser = browserOf(stage);
    const page = await signIn(stage, browser);
    expect(textOf(page.html)).toContain(
      "This account needs a second factor that these pages cannot ask for.",
    );
    await expectNoWayIn(stage, browser, page);
  });

  test("cannot replace an app that was set up meanwhile", async () => {
    await createPerson(server, demanding.UserPoolId, "emma");
    const stage = await hostedStage(demanding, "emma");
    const [first, second] = [browserOf(stage), browserOf(stage)];
    const early = await signIn(stage, first);
    const late = await signIn(stage, second);
    expect(answerOf(await second.submit(late, { code: codeNow(secretOn(late)) }))).toHaveProperty("code");
    expect((await first.submit(early, { code: codeNow(secretOn(early)) })).status).toBe(400);
  });
});

describe("a session of the browser", () => {
  test("goes on when the person turns a second factor on, as on the real service", async () => {
    const own = await mfaStage(server);
    await createPerson(server, own.UserPoolId, "ada");
    const stage = await hostedStage(own, "ada");
    const browser = browserOf(stage);
    await signIn(stage, browser);
    await setMfa(server, own.UserPoolId, { MfaConfiguration: "ON", ...byTotp });
    expect(await isSignedIn(stage, browser)).toBe(true);
    const page = await browser.visit(authorizePath(stage, { prompt: "login" }));
    const next = await browser.submit(page, { username: "ada", password });
    expect(next.path).toMatch(/^\/mfa\/register\?/);
  });
});

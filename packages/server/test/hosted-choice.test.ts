/** Signing in on the pages without a password: by a code, by passkeys, and by the pool's own triggers. */
import {
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  UpdateUserPoolCommand,
  type UserPoolPolicyType,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Browser, formOf, linkOf, type Page, textOf } from "./support/browser.ts";
import { answerOf, authorizePath, browserOf, queryOf, redeemAnswer, type Stage } from "./support/hosted.ts";
import { lastCode, lettersTo, otherThan } from "./support/inbox.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { startTriggerHost } from "./support/trigger-host.ts";
import { poolWithTriggers } from "./support/trigger-pool.ts";

let server: TestServer;
let stage: Stage;

const flows = ["ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH"] as const;

beforeAll(async () => {
  server = await startTestServer();
  stage = await choiceStage(["PASSWORD", "EMAIL_OTP", "SMS_OTP"]);
});
afterAll(() => server.close());

type Factors = NonNullable<
  NonNullable<NonNullable<CreateUserPoolCommandInput["Policies"]>["SignInPolicy"]>["AllowedFirstAuthFactors"]
>;

async function choiceStage(
  AllowedFirstAuthFactors: Factors,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Stage> {
  const poolId = await createPool(server, { Policies: { SignInPolicy: { AllowedFirstAuthFactors } } });
  return appOf(poolId, settings);
}

async function appOf(
  poolId: string,
  settings: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Stage> {
  const own = { ClientName: "Lakeside", ExplicitAuthFlows: [...flows], ...settings };
  const client = await createClient(server, poolId, { ...codeClient, ...own });
  return { server, poolId, client, person: { username: "", password, sub: "" } };
}

async function person(username: string, at: Stage = stage): Promise<void> {
  await createPerson(server, at.poolId, username, {
    email: `${username}@example.com`,
    email_verified: "true",
  });
}

async function begin(username: string, way: string, browser: Browser, at: Stage = stage): Promise<Page> {
  return browser.submit(await browser.visit(authorizePath(at)), { username, way });
}

describe("a code instead of a password", () => {
  test("is mailed, and signs in", async () => {
    await person("ada");
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    expect(textOf(login.html)).toContain("Sign in Email me a code Text me a code");
    const page = await browser.submit(login, { username: "ada", way: "EMAIL_OTP" });
    expect(page.path).toMatch(/^\/challenge\?/);
    expect(textOf(page.html)).toContain("it was sent to a***@e***");
    const code = await lastCode(server, "ada@example.com");
    const wrong = await browser.submit(page, { code: otherThan(code) });
    expect(textOf(wrong.html)).toContain("This code is not right.");
    const done = await browser.submit(wrong, { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect((await redeemAnswer(stage, done)).status).toBe(200);
    expect(textOf((await browser.submit(page, { code })).html)).toContain("This page is out of date");
  });

  test("AC-07: is sent three times at most, and a new one replaces the old", async () => {
    await person("again");
    const browser = browserOf(stage);
    let page = await begin("again", "EMAIL_OTP", browser);
    const first = await lastCode(server, "again@example.com");
    for (let time = 0; time < 2; time++) {
      server.advance(1);
      page = await browser.submit(page, { resend: "yes" });
    }
    expect(textOf(page.html)).toContain("Another code is on its way.");
    expect(textOf((await browser.submit(page, { resend: "yes" })).html)).toContain(
      "No more codes can be sent",
    );
    const last = await lastCode(server, "again@example.com");
    if (first !== last) {
      expect(textOf((await browser.submit(page, { code: first })).html)).toContain("This code is not right.");
    }
    expect(answerOf(await browser.submit(page, { code: last }))).toHaveProperty("code");
  });

  test("is not sent again where the person has lost the address, or the pool has taken the way back", async () => {
    const at = await choiceStage(["PASSWORD", "EMAIL_OTP"]);
    const UserPoolId = at.poolId;
    const UserAttributes = [{ Name: "email_verified", Value: "false" }];
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } satisfies UserPoolPolicyType;
    const { admin } = server;
    const meanwhile = {
      moved: () =>
        admin.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: "moved", UserAttributes })),
      stays: () => admin.send(new UpdateUserPoolCommand({ UserPoolId, Policies })),
    };
    for (const [name, happens] of Object.entries(meanwhile)) {
      await person(name, at);
      const browser = browserOf(at);
      const page = await begin(name, "EMAIL_OTP", browser, at);
      await happens();
      const refused = await browser.submit(page, { resend: "yes" });
      expect(refused.status).toBe(400);
      expect(textOf(refused.html)).toContain("This page is out of date");
      expect(await lettersTo(server, `${name}@example.com`)).toHaveLength(1);
    }
  });

  test("a form sent twice sends one code", async () => {
    await person("double");
    const browser = browserOf(stage);
    const login = await browser.visit(authorizePath(stage));
    const fields = { username: "double", way: "EMAIL_OTP" };
    const pages = await Promise.all([browser.submit(login, fields), browser.submit(login, fields)]);
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    expect(await lettersTo(server, "double@example.com")).toHaveLength(1);
  });

  test("HP-06: of a name nobody has, it is asked for all the same", async () => {
    const at = await choiceStage(["PASSWORD", "EMAIL_OTP"]);
    const browser = browserOf(at);
    const page = await begin("nobody@example.com", "EMAIL_OTP", browser, at);
    expect(textOf(page.html)).toMatch(/If there is such an account, it was sent to [a-z]\*\*\*@[a-z]\*\*\*/);
    expect(textOf((await browser.submit(page, { code: "123456" })).html)).toContain(
      "This code is not right.",
    );
    expect(await lettersTo(server, "nobody@example.com")).toEqual([]);
  });

  test("cannot be sent to an account without a confirmed address", async () => {
    await createPerson(server, stage.poolId, "mute");
    const page = await begin("mute", "EMAIL_OTP", browserOf(stage));
    expect(textOf(page.html)).toContain("No code can be sent for this account.");
  });

  test("takes too long, and the page offers the way back", async () => {
    await person("late");
    const browser = browserOf(stage);
    const page = await begin("late", "EMAIL_OTP", browser);
    const code = await lastCode(server, "late@example.com");
    server.advance(181);
    const late = await browser.submit(page, { code });
    expect(textOf(late.html)).toContain("This page is out of date");
    expect((await browser.visit(linkOf(late, "Start again"))).path).toMatch(/^\/login\?/);
  });

  test("HP-01, HP-07: is no use in another browser, or before it was asked for", async () => {
    await person("mine");
    const browser = browserOf(stage);
    const page = await begin("mine", "EMAIL_OTP", browser);
    const code = await lastCode(server, "mine@example.com");
    const stranger = browserOf(stage);
    const login = await stranger.visit(authorizePath(stage));
    expect((await stranger.submit(page, { code })).status).toBe(403);
    const early = await stranger.post(`/challenge?${queryOf(stage)}`, { ...formOf(login).hidden, code });
    expect(early.status).toBe(400);
  });

  test("is not offered where the pool or the client has none", async () => {
    const withoutFlow = await choiceStage(["PASSWORD", "EMAIL_OTP"], {
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    });
    const withoutCodes = await choiceStage(["PASSWORD"]);
    for (const at of [withoutFlow, withoutCodes]) {
      const browser = browserOf(at);
      const login = await browser.visit(authorizePath(at));
      expect(login.html).not.toContain('name="way"');
      const forced = await browser.submit(login, { username: "ada", way: "EMAIL_OTP" });
      expect(textOf(forced.html)).toContain("Enter your password.");
    }
  });
});

describe("a passkey on the sign-in page", () => {
  test.each(["A", "AAAAA", "AAAA", "____", "-"])(
    "HT-05: that names nobody by its handle %s is refused in words",
    async (userHandle) => {
      const at = await choiceStage(["PASSWORD", "WEB_AUTHN"]);
      const browser = browserOf(at);
      const credential = JSON.stringify({ id: "x", response: { userHandle } });
      const page = await browser.submit(await browser.visit(authorizePath(at)), { credential });
      expect(page.status).toBe(200);
      expect(textOf(page.html)).toContain("This passkey was not accepted");
    },
  );
});

describe("the pool's own challenge", () => {
  async function quizStage() {
    const host = await startTriggerHost();
    onTestFinished(() => host.close());
    const pool = await poolWithTriggers(server, host, {
      DefineAuthChallenge: (event) => {
        const { session } = event.request;
        const isRight = session.at(-1)?.challengeResult === true;
        const isOver = session.length >= 2;
        event.response = {
          issueTokens: isRight,
          failAuthentication: !isRight && isOver,
          challengeName: "CUSTOM_CHALLENGE",
        };
      },
      CreateAuthChallenge: (event) => {
        event.response.publicChallengeParameters = { Question: "What floats <b>here</b>?" };
        event.response.privateChallengeParameters = { answer: "a boat" };
      },
      VerifyAuthChallengeResponse: (event) => {
        const { challengeAnswer, privateChallengeParameters } = event.request;
        event.response.answerCorrect = challengeAnswer === privateChallengeParameters.answer;
      },
    });
    const at = await appOf(pool.poolId);
    await person("ada", at);
    return at;
  }

  test("is asked, and its right answer signs in", async () => {
    const at = await quizStage();
    const browser = browserOf(at);
    const page = await begin("ada", "CUSTOM_CHALLENGE", browser, at);
    expect(textOf(page.html)).toContain("Question What floats <b>here</b>?");
    expect(page.html).not.toContain("a boat");
    expect(textOf((await browser.submit(page, {})).html)).toContain("Enter your answer.");
    const again = await browser.submit(page, { answer: "a stone" });
    expect(textOf(again.html)).toContain("What floats");
    expect(answerOf(await browser.submit(again, { answer: "a boat" }))).toHaveProperty("code");
  });

  test("leads back to the sign-in when the triggers end it", async () => {
    const at = await quizStage();
    const browser = browserOf(at);
    let page = await begin("ada", "CUSTOM_CHALLENGE", browser, at);
    page = await browser.submit(page, { answer: "a stone" });
    page = await browser.submit(page, { answer: "a brick" });
    expect(page.path).toMatch(/^\/login\?/);
    expect(textOf(page.html)).toContain("The answer was not accepted. Try again.");
    expect(answerOf(await browser.submit(page, { username: "ada", password }))).toHaveProperty("code");
  });
});

/**
 * AC-03: whoever knows a name can have codes sent to whom it belongs. Those that nobody uses are counted, on the account and where they were
 * asked for from, and beyond a number in an hour there are no more.
 */
import { describe, expect, test } from "vitest";
import type { InitiateAuthResponse } from "../src/model/shapes.ts";
import { textOf } from "./support/browser.ts";
import { authorizePath, browserOf } from "./support/hosted.ts";
import { lastCode, lettersTo } from "./support/inbox.ts";
import { callUnsigned } from "./support/json-call.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { type TestServer, testServer } from "./support/server.ts";
import { times } from "./support/sign-up.ts";
import { callSigned } from "./support/signed-call.ts";

const mostFromSource = 20;
const most = 100;
const sent = "EMAIL_OTP";
const refused = "TooManyRequestsException: Too many codes were sent that nobody used. Try again later.";
const email = "ada@example.com";
const here = "198.51.100.1";

/** A pool whose people sign in by a mailed code, and calls from wherever the header says. */
async function setCodeStage(server: TestServer) {
  const UserPoolId = await createPool(server, {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
  });
  const client = await createClient(server, UserPoolId, {
    ...codeClient,
    ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
    PreventUserExistenceErrors: "ENABLED",
  });
  const person = await createPerson(server, UserPoolId, "ada", { email, email_verified: "true" });
  const { clientId: ClientId } = client;
  const call = async (source: string, operation: "InitiateAuth" | "RespondToAuthChallenge", input: object) =>
    callUnsigned(server, operation, { ClientId, ...input }, { "x-forwarded-for": source });
  const ask = (USERNAME: string, source: string) => {
    const AuthParameters = { USERNAME, PREFERRED_CHALLENGE: "EMAIL_OTP" };
    return call(source, "InitiateAuth", { AuthFlow: "USER_AUTH", AuthParameters });
  };
  return {
    UserPoolId,
    ClientId,
    hosted: { server, poolId: UserPoolId, client, person },
    asked: async (USERNAME = "ada", source = here) => {
      const { type, text, message } = await ask(USERNAME, source);
      return type === "" ? challengeIn(text).ChallengeName : `${type}: ${message}`;
    },
    /** What answers the question how to sign in, as often as it is called. */
    choose: async (USERNAME: string, source: string) => {
      const input = { AuthFlow: "USER_AUTH", AuthParameters: { USERNAME } };
      const { Session } = challengeIn((await call(source, "InitiateAuth", input)).text);
      const ChallengeResponses = { USERNAME, ANSWER: "EMAIL_OTP" };
      const answer = { ChallengeName: "SELECT_CHALLENGE", Session, ChallengeResponses };
      return () => call(source, "RespondToAuthChallenge", answer);
    },
    signIn: async (askedFrom: string, answeredFrom = askedFrom) => {
      const { Session } = challengeIn((await ask("ada", askedFrom)).text);
      const ChallengeResponses = { USERNAME: "ada", EMAIL_OTP_CODE: await lastCode(server, email) };
      const answer = { ChallengeName: "EMAIL_OTP", Session, ChallengeResponses };
      return (await call(answeredFrom, "RespondToAuthChallenge", answer)).status;
    },
  };
}

function challengeIn(text: string): InitiateAuthResponse {
  return JSON.parse(text) as InitiateAuthResponse;
}

const proxied = () => testServer(["--trusted-proxies", "127.0.0.1"]);

describe("AC-03: codes of sign-ins that nobody uses", () => {
  test("are sent to one account from one address twenty times in an hour, at once too, and to others as before", async () => {
    const server = await proxied();
    const { UserPoolId, asked } = await setCodeStage(server);
    await createPerson(server, UserPoolId, "bea", { email: "bea@example.com", email_verified: "true" });
    const answers = await Promise.all(times(mostFromSource + 5, () => asked()));
    expect(answers.filter((each) => each === sent)).toHaveLength(mostFromSource);
    expect(answers.filter((each) => each === refused)).toHaveLength(5);
    expect(await lettersTo(server, email)).toHaveLength(mostFromSource);
    expect([await asked("bea"), await asked("ada", "198.51.100.2")]).toEqual([sent, sent]);
    server.advance(3599);
    expect(await asked()).toBe(refused);
    server.advance(1);
    expect(await asked()).toBe(sent);
  });

  test("from many addresses a hundred times, an administrator's application among them", async () => {
    const server = await proxied();
    const { UserPoolId, ClientId, asked } = await setCodeStage(server);
    for (let again = 0; again < most; again += 1) {
      expect(await asked("ada", `203.0.113.${again % 10}`)).toBe(sent);
    }
    expect(await asked("ada", "203.0.113.77")).toBe(refused);
    const AuthParameters = { USERNAME: "ada", PREFERRED_CHALLENGE: "EMAIL_OTP" };
    const input = { UserPoolId, ClientId, AuthFlow: "USER_AUTH", AuthParameters };
    const { type, message } = await callSigned(server, "AdminInitiateAuth", input);
    expect(`${type}: ${message}`).toBe(refused);
  });

  test("tell nobody who exists: names nobody has are refused alike", async () => {
    const server = await proxied();
    const { asked } = await setCodeStage(server);
    const stranger = "nobody@example.com";
    expect(await Promise.all(times(mostFromSource, () => asked(stranger)))).toEqual(
      times(mostFromSource, () => sent),
    );
    expect([await asked(stranger), await asked(stranger, "198.51.100.2")]).toEqual([refused, sent]);
  });

  test.each(["ada", "nobody@example.com"])(
    "HP-06: count a choice once that is sent again, of %s",
    async (name) => {
      const server = await proxied();
      const { asked, choose } = await setCodeStage(server);
      const again = await choose(name, here);
      expect((await again()).status).toBe(200);
      for (let time = 0; time < mostFromSource; time += 1) {
        expect((await again()).message).toBe("Invalid session for the user, session can only be used once.");
      }
      expect(await asked(name)).toBe(sent);
    },
  );

  test("are those alone: whoever signs in may do so as often as they like, from a moving network too", async () => {
    const server = await proxied();
    const { signIn, asked } = await setCodeStage(server);
    for (let again = 0; again < mostFromSource + 5; again += 1) expect(await signIn(here)).toBe(200);
    for (let again = 0; again < mostFromSource; again += 1) {
      expect(await signIn(here, "198.51.100.2")).toBe(200);
    }
    // Asked for from here and used elsewhere, they stay counted here.
    expect([await asked(), await asked("ada", "198.51.100.2")]).toEqual([refused, sent]);
  });
});

test("AC-03: the page says that too many codes were sent and not used, and the password is still good", async () => {
  const server = await testServer();
  const { hosted, asked } = await setCodeStage(server);
  for (let again = 0; again < mostFromSource; again += 1) expect(await asked("ada", "127.0.0.1")).toBe(sent);
  const browser = browserOf(hosted);
  const login = await browser.visit(authorizePath(hosted));
  const page = await browser.submit(login, { username: "ada", way: "EMAIL_OTP" });
  expect(textOf(page.html)).toContain("Too many codes were sent and not used.");
  const answer = await browser.submit(page, { username: "ada", password });
  expect(answer.location).toContain("code=");
});

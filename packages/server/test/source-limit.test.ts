/**
 * AC-02: whoever guesses at many accounts is stopped by where they come from: counted before a guess is looked at, whichever the
 * account and the door. AC-04: and where somebody comes from is not what they say.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshFolder } from "./support/cli.ts";
import { authorizePath, browserOf, type Stage, setStage } from "./support/hosted.ts";
import { callUnsigned } from "./support/json-call.ts";
import { adminInitiate, initiate, told, wrongPassword } from "./support/password-flow.ts";
import { passwordClient } from "./support/people.ts";
import { createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer, testServer } from "./support/server.ts";
import { secretHash } from "./support/sign-in.ts";
import { times } from "./support/sign-up.ts";
import { callSigned } from "./support/signed-call.ts";
import { startTriggerHost, type TriggerHost } from "./support/trigger-host.ts";
import { challengeWays, lastingWays, type Waiting } from "./support/ways-in.ts";
import { openHouse } from "./support/ways-in-house.ts";
import { pageWays } from "./support/ways-in-pages.ts";

const most = 10;
const limited = ["--guesses-per-source", String(most)];
const incorrect = "Incorrect username or password.";
const exceeded = "Too many failed attempts from this network address. Try again later.";

/** A pool with somebody in it, and sign-ins from wherever the header says. */
async function openPool(server: TestServer) {
  const UserPoolId = await createPool(server);
  const ClientId = await passwordClient(server, UserPoolId, {
    PreventUserExistenceErrors: "ENABLED",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
  });
  await createPerson(server, UserPoolId, "ada");
  let strangers = 0;
  const from = async (forwarded: string | undefined, USERNAME: string, PASSWORD: string) => {
    const input = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } };
    const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    const { status, type, message } = await callUnsigned(server, "InitiateAuth", input, headers);
    if (message === exceeded) expect([status, type]).toEqual([400, "TooManyRequestsException"]);
    return status === 200 ? "ok" : message;
  };
  /** One wrong password, of an account that has no other. */
  const guess = (forwarded?: string) => {
    strangers += 1;
    return from(forwarded, `nobody-${strangers}`, wrongPassword);
  };
  return {
    UserPoolId,
    ClientId,
    guess,
    right: (forwarded?: string) => from(forwarded, "ada", password),
    exhaust: (forwarded?: string) => Promise.all(times(most, () => guess(forwarded))),
  };
}

describe("AC-02: of a hundred wrong passwords for a hundred accounts at once", () => {
  test("as many are looked at as one address may send, and nothing after them, until an hour is over", async () => {
    const server = await testServer(limited);
    const { guess, right } = await openPool(server);
    const answers = await Promise.all(times(100, () => guess()));
    expect(answers.filter((each) => each === incorrect)).toHaveLength(most);
    expect(answers.filter((each) => each === exceeded)).toHaveLength(100 - most);
    expect(await right()).toBe(exceeded);
    server.advance(3599);
    expect(await right()).toBe(exceeded);
    server.advance(1);
    expect(await right()).toBe("ok");
  });

  test("another pool is another count", async () => {
    const server = await testServer(limited);
    const [one, other] = [await openPool(server), await openPool(server)];
    await one.exhaust();
    expect([await one.right(), await other.right()]).toEqual([exceeded, "ok"]);
  });

  test("the count outlives the process: it is where every node looks", async () => {
    const data = ["--data", freshFolder(), ...limited];
    const before = await startTestServer(data);
    const { ClientId, exhaust } = await openPool(before);
    await exhaust();
    await before.close();
    const after = await testServer(data);
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    expect(await told(initiate(after, ClientId, AuthParameters))).toBe(exceeded);
  });
});

describe("AC-02: nothing is counted", () => {
  test("for what is right", async () => {
    const server = await testServer(limited);
    const { guess, right } = await openPool(server);
    for (let again = 0; again < 2 * most; again += 1) expect(await right()).toBe("ok");
    expect(await Promise.all(times(most, () => guess()))).toEqual(times(most, () => incorrect));
    expect(await guess()).toBe(exceeded);
  });

  test("while an account is locked: its owner has the address too", async () => {
    const server = await testServer(limited);
    const { guess, ClientId } = await openPool(server);
    const AuthParameters = { USERNAME: "ada", PASSWORD: wrongPassword };
    await Promise.all(times(30, () => told(initiate(server, ClientId, AuthParameters))));
    const answers: (string | undefined)[] = [];
    for (let again = 0; again < most; again += 1) answers.push(await guess());
    expect(answers.filter((each) => each === incorrect)).toHaveLength(most - 5);
  });

  test("on the address of an administrator's application, unless it says for whom it asks", async () => {
    const server = await testServer(limited);
    const { UserPoolId, ClientId, exhaust } = await openPool(server);
    await exhaust();
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    expect(await told(adminInitiate(server, UserPoolId, ClientId, AuthParameters))).toBe("ok");
    const guess = (IpAddress: string, PASSWORD: string) =>
      callSigned(server, "AdminInitiateAuth", {
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: `at ${IpAddress} ${PASSWORD}`, PASSWORD },
        ContextData: { IpAddress, ServerName: "app", ServerPath: "/", HttpHeaders: [] },
      });
    for (let again = 0; again < most; again += 1) await guess("198.51.100.7", `Wrong-Horse-${again}`);
    expect((await guess("198.51.100.7", wrongPassword)).message).toBe(exceeded);
    expect((await guess("198.51.100.8", wrongPassword)).message).not.toBe(exceeded);
  });
});

test("AC-02: a confidential app's wrong codes count on the address that it sends of its person", async () => {
  const server = await testServer(limited);
  const UserPoolId = await createPool(server);
  const app = await createClient(server, UserPoolId, {
    GenerateSecret: true,
    PreventUserExistenceErrors: "ENABLED",
    EnablePropagateAdditionalUserContextData: true,
  });
  const guess = async (IpAddress: string, again: number) => {
    const Username = `nobody-${again} at ${IpAddress}`.replaceAll(" ", "-");
    const SecretHash = secretHash(app, Username).SECRET_HASH;
    const about = { ClientId: app.clientId, Username, SecretHash, UserContextData: { IpAddress } };
    return (await callUnsigned(server, "ConfirmSignUp", { ...about, ConfirmationCode: "123456" })).message;
  };
  for (let again = 0; again < most; again += 1) expect(await guess("198.51.100.7", again)).not.toBe(exceeded);
  expect(await guess("198.51.100.7", most)).toBe(exceeded);
  expect(await guess("198.51.100.8", most)).not.toBe(exceeded);
});

describe("AC-02: an address that has guessed too often gets nothing by", () => {
  let server: TestServer;
  let host: TriggerHost;
  const waiting = new Map<string, Waiting>();
  const { REFRESH_TOKEN_AUTH: _, GetTokensFromRefreshToken: __, ...withPasswords } = lastingWays;
  /** These prove what was proven before. */
  const proofless = ["an authenticator app set up on the way", "a new password for the temporary one"];
  const ways = Object.entries({
    ...withPasswords,
    ...challengeWays,
    "the sign-in page": pageWays["the sign-in page"],
    "the page of the second factor": pageWays["the page of the second factor"],
  }).filter(([way]) => !proofless.includes(way) && !way.includes("administrator"));

  beforeAll(async () => {
    server = await startTestServer(limited);
    host = await startTriggerHost();
    const house = await openHouse(server, host);
    for (const [index, [way, wayIn]] of ways.entries()) {
      const here = await wayIn?.(house, `person-${index}`);
      if (here !== undefined) waiting.set(way, here);
    }
    for (const { ClientId } of Object.values(house)) {
      const guess = (USERNAME: string) =>
        told(initiate(server, ClientId, { USERNAME, PASSWORD: wrongPassword }));
      for (let again = 0; again < most; again += 1) await guess(`nobody-${again}`);
    }
  });
  afterAll(async () => {
    await server.close();
    await host.close();
  });

  test.each(ways.map(([way]) => way))("%s", async (way) => {
    const answer = await waiting.get(way)?.send();
    expect([`TooManyRequestsException: ${exceeded}`, "page 429: none"]).toContain(answer);
  });
});

test("AC-02: the page says why nothing is looked at, and that it need not have been the reader", async () => {
  const server = await testServer(limited);
  const stage: Stage = await setStage(server);
  const browser = browserOf(stage);
  const login = await browser.visit(authorizePath(stage));
  for (let again = 0; again < most; again += 1) {
    await browser.submit(login, { username: `nobody-${again}`, password: wrongPassword });
  }
  const page = await browser.submit(login, { username: "ada", password });
  expect(page.status).toBe(429);
  expect(page.html).toContain("Too many wrong attempts");
  expect(page.html).toContain("Others may share the address");
});

describe("AC-04: where a request comes from", () => {
  test("is not what an untrusted peer says in X-Forwarded-For", async () => {
    const server = await testServer([...limited, "--trusted-proxies", "10.0.0.0/8"]);
    const { guess, right } = await openPool(server);
    for (let again = 0; again < most; again += 1) await guess(`198.51.100.${again}`);
    expect(await guess("198.51.100.77")).toBe(exceeded);
    expect(await right("203.0.113.7, 10.0.0.1")).toBe(exceeded);
  });

  test.each([
    [
      "198.51.100.1",
      ["198.51.100.1", "203.0.113.7, 198.51.100.1", "198.51.100.1, 127.0.0.1", "::ffff:198.51.100.1"],
      ["198.51.100.2", "198.51.100.1, 198.51.100.2"],
    ],
    [
      "2001:db8:1:2::1",
      ["2001:db8:1:2::1", "2001:DB8:1:2:ffff:ffff:ffff:ffff"],
      ["2001:db8:1:3::1", "198.51.100.1"],
    ],
  ])(
    "is what a trusted proxy says last, %s being one with %j and not with %j",
    async (guesser, same, others) => {
      const server = await testServer([...limited, "--trusted-proxies", "127.0.0.1"]);
      const { exhaust, right } = await openPool(server);
      await exhaust(guesser);
      for (const each of same) expect([each, await right(each)]).toEqual([each, exceeded]);
      for (const each of [...others, undefined]) expect([each, await right(each)]).toEqual([each, "ok"]);
    },
  );
});

/** How long a browser stays signed in: what a pool says about it, on the server, for every app, and what the person reads afterwards. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, textOf } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  claimsOf,
  queryOf,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
} from "./support/hosted.ts";
import { callHouse } from "./support/house.ts";
import { callUnsigned } from "./support/json-call.ts";
import { expectFailure } from "./support/people.ts";
import { codeClient, createClient, createPerson, createPool, password } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { reuseFor, sessionsOf, track } from "./support/sessions.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const limit = (UserPoolId: string, limits: object) =>
  callHouse(server, "SetUserPoolBrowserSession", { UserPoolId, ...limits });
const limited = async (limits: object): Promise<Stage> => {
  const stage = await setStage(server);
  await limit(stage.poolId, limits);
  return stage;
};
const silently = async (stage: Stage, browser: Browser) =>
  answerOf(await browser.get(authorizePath(stage, { prompt: "none" })));
const isSignedIn = async (stage: Stage, browser: Browser) => "code" in (await silently(stage, browser));
const minutes = (count: number) => server.advance(count * 60);

/** Somebody else with the same cookies. */
function copyOf(stage: Stage, { cookies }: Browser): Browser {
  const copy = browserOf(stage);
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

const lifeOf = ({ headers }: { headers: Headers }) =>
  Number(/Max-Age=(\d+)/.exec(headers.getSetCookie()[0] ?? "")?.[1]);

describe("the longest time", () => {
  test("CK-08, CK-09: is the pool's, for the cookie and on the server, however much it is used", async () => {
    const stage = await limited({ MaxMinutes: 480 });
    const browser = browserOf(stage);
    expect(lifeOf(await signIn(stage, browser))).toBe(480 * 60);
    for (let hour = 1; hour < 8; hour++) {
      minutes(60);
      expect(await isSignedIn(stage, browser)).toBe(true);
    }
    const copy = copyOf(stage, browser);
    minutes(60);
    expect(await isSignedIn(stage, copy)).toBe(false);
    expect(await silently(stage, browser)).toMatchObject({ error: "login_required" });
  });

  test("CK-08: counts at once when it is made shorter, and never brings back what has ended", async () => {
    const stage = await limited({ MaxMinutes: 480 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    minutes(30);
    await limit(stage.poolId, { MaxMinutes: 30 });
    expect(await isSignedIn(stage, browser)).toBe(false);
    await limit(stage.poolId, { MaxMinutes: 31 });
    expect(await isSignedIn(stage, browser)).toBe(true);
    minutes(480);
    await limit(stage.poolId, { MaxMinutes: 1000 });
    expect(await isSignedIn(stage, browser)).toBe(false);
  });

  test("is an hour again where it is taken back", async () => {
    const stage = await limited({ MaxMinutes: 5 });
    await limit(stage.poolId, {});
    expect(lifeOf(await signIn(stage, browserOf(stage)))).toBe(3600);
  });

  test("of the pool and of an app: the shorter counts, for sessions that are listed too", async () => {
    const stage = await limited({ MaxMinutes: 120 });
    await track(server, stage.poolId);
    const client = await createClient(server, stage.poolId, { ...codeClient, ClientName: "Hillside" });
    const other = { ...stage, client };
    await reuseFor(server, stage.poolId, client.clientId, 600);
    await reuseFor(server, stage.poolId, stage.client.clientId, 10);
    const browser = browserOf(stage);
    expect(lifeOf(await signIn(stage, browser))).toBe(120 * 60);
    minutes(10);
    expect([await isSignedIn(stage, browser), await isSignedIn(other, browser)]).toEqual([false, true]);
    minutes(110);
    expect(await isSignedIn(other, browser)).toBe(false);
    expect(await sessionsOf(server, stage.poolId, "ada")).toEqual([]);
  });
});

describe("the time without use", () => {
  test("CK-08: ends the session on the server, for a copy of the cookie too", async () => {
    const stage = await limited({ IdleMinutes: 15 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    for (let use = 0; use < 3; use++) {
      minutes(14);
      expect(await isSignedIn(stage, browser)).toBe(true);
    }
    minutes(15);
    expect(await isSignedIn(stage, copyOf(stage, browser))).toBe(false);
    expect(await isSignedIn(stage, browser)).toBe(false);
  });

  test("CK-08: use never moves the longest time", async () => {
    const stage = await limited({ MaxMinutes: 20, IdleMinutes: 10 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    for (const _ of [1, 2]) {
      minutes(9);
      expect(await isSignedIn(stage, browser)).toBe(true);
    }
    minutes(2);
    expect(await isSignedIn(stage, browser)).toBe(false);
  });

  test("is not listed among the sessions afterwards", async () => {
    const stage = await limited({ IdleMinutes: 15 });
    await track(server, stage.poolId);
    await signIn(stage, browserOf(stage));
    expect(await sessionsOf(server, stage.poolId, "ada")).toHaveLength(1);
    minutes(15);
    expect(await sessionsOf(server, stage.poolId, "ada")).toEqual([]);
  });
});

describe("a new sign-in", () => {
  test("CK-03: has a new id and its whole time, and the old id is dead", async () => {
    const stage = await limited({ MaxMinutes: 60, IdleMinutes: 30 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const before = copyOf(stage, browser);
    minutes(29);
    await browser.submit(await browser.visit(authorizePath(stage, { prompt: "login" })), {
      username: "ada",
      password,
    });
    expect(await isSignedIn(stage, before)).toBe(false);
    minutes(29);
    expect(await isSignedIn(stage, browser)).toBe(true);
    minutes(29);
    expect(await isSignedIn(stage, browser)).toBe(true);
  });

  test("AZ-15, AZ-16: auth_time says when it was, however long the session is used", async () => {
    const stage = await limited({ MaxMinutes: 480, IdleMinutes: 60 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const signedInAt = Math.floor(server.clock.now() / 1000);
    for (const _ of [1, 2, 3]) {
      minutes(50);
      const page = await browser.get(authorizePath(stage, { prompt: "none", max_age: "28800" }));
      const { body } = await redeemAnswer(stage, page);
      expect(claimsOf(body.id_token)["auth_time"]).toBe(signedInAt);
    }
    const old = await browser.get(authorizePath(stage, { prompt: "none", max_age: "8999" }));
    expect(answerOf(old)).toMatchObject({ error: "login_required" });
  });
});

describe("whoever has to sign in again reads why", () => {
  const read = async (stage: Stage, browser: Browser, changes = {}) =>
    textOf((await browser.visit(authorizePath(stage, changes))).html);

  test("after a while without use", async () => {
    const stage = await limited({ IdleMinutes: 15 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    minutes(15);
    expect(await read(stage, browser)).toContain("You were signed out because this browser was not used");
  });

  test("after a sign-out from elsewhere, until the next sign-in", async () => {
    const stage = await limited({});
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const who = { UserPoolId: stage.poolId, Username: "ada" };
    await server.admin.send(new AdminUserGlobalSignOutCommand(who));
    expect(await read(stage, browser)).toContain("Your sign-in in this browser has ended.");
    await signIn(stage, browser);
    expect(await read(stage, browser, { prompt: "login" })).not.toContain("has ended");
  });

  test("when the app wants a more recent sign-in, or somebody else", async () => {
    const stage = await limited({});
    await createPerson(server, stage.poolId, "ben");
    const ben = { ...stage, person: { ...stage.person, username: "ben" } };
    const token = (await redeemAnswer(ben, await signIn(ben, browserOf(ben)))).body.id_token;
    const browser = browserOf(stage);
    await signIn(stage, browser);
    minutes(1);
    expect(await read(stage, browser, { max_age: "30" })).toContain("too long ago for Lakeside");
    expect(await read(stage, browser, { id_token_hint: token })).toContain(
      "Lakeside expects another account than the one signed in here.",
    );
  });

  test("no reason is given on a first visit, after one's own sign-out, or for another account", async () => {
    const stage = await limited({});
    const plain = await read(stage, browserOf(stage));
    const browser = browserOf(stage);
    await signIn(stage, browser);
    expect(await read(stage, browser, { prompt: "login" })).toBe(plain);
    await browser.get(`/logout?client_id=${stage.client.clientId}&logout_uri=${codeClient.LogoutURLs[0]}`);
    expect(await read(stage, browser)).toBe(plain);
    browser.cookies.set("poolhouse-browser", "A".repeat(43));
    expect(await read(stage, browser)).toBe(plain);
  });

  test("on the page that asks whether to go on, which an expiry leads to the sign-in", async () => {
    const stage = await limited({ IdleMinutes: 15 });
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const going = await browser.visit(`/login?${queryOf(stage)}`);
    expect(textOf(going.html)).toContain("ada");
    minutes(16);
    const page = await browser.submit(going, {});
    expect(page).toMatchObject({ status: 200, location: undefined });
    expect(textOf(page.html)).toContain("not used for a while");
    const done = await browser.submit(page, { username: "ada", password });
    expect(answerOf(done)).toMatchObject({ state: "s-1", code: expect.any(String) });
  });

  test("on the same page, where the sign-in has become too old for the app meanwhile (AZ-16)", async () => {
    const stage = await limited({});
    const browser = browserOf(stage);
    await signIn(stage, browser);
    const going = await browser.visit(`/login?${queryOf(stage, { max_age: "30" })}`);
    expect(textOf(going.html)).toContain("ada");
    minutes(1);
    const page = await browser.submit(going, {});
    expect(page).toMatchObject({ status: 200, location: undefined });
    expect(textOf(page.html)).toContain("too long ago for Lakeside");
  });
});

describe("what ends every browser of a person at once", () => {
  const Username = "ada";
  test.each([
    ["AdminUserGlobalSignOut", new AdminUserGlobalSignOutCommand({ UserPoolId: "", Username })],
    ["AdminDisableUser", new AdminDisableUserCommand({ UserPoolId: "", Username })],
    ["AdminDeleteUser", new AdminDeleteUserCommand({ UserPoolId: "", Username })],
    [
      "a password set by an administrator",
      new AdminSetUserPasswordCommand({
        UserPoolId: "",
        Username,
        Password: "Another-Horse-8",
        Permanent: true,
      }),
    ],
  ] as const)("LO-04: %s", async (_, command) => {
    const stage = await limited({ MaxMinutes: 480 });
    const [one, other] = [browserOf(stage), browserOf(stage)];
    await signIn(stage, one);
    await signIn(stage, other);
    command.input.UserPoolId = stage.poolId;
    await server.admin.send(command as AdminUserGlobalSignOutCommand);
    expect([await isSignedIn(stage, one), await isSignedIn(stage, other)]).toEqual([false, false]);
  });

  test("LO-03, LO-04: the person's own word on the page of /logout, and only by that button", async () => {
    const stage = await limited({});
    const [here, there] = [browserOf(stage), browserOf(stage)];
    await signIn(stage, here);
    const { body } = await redeemAnswer(stage, await signIn(stage, there));
    const ask = () => here.visit(`/logout?client_id=${stage.client.clientId}`);
    expect(textOf((await ask()).html)).toContain("Sign out everywhere");
    await here.submit(await ask(), {});
    expect(await isSignedIn(stage, there)).toBe(true);
    await signIn(stage, here);
    const page = await here.submit(await ask(), { everywhere: "yes" });
    expect(textOf(page.html)).toContain("You are signed out");
    expect([await isSignedIn(stage, here), await isSignedIn(stage, there)]).toEqual([false, false]);
    const { type } = await callUnsigned(server, "GetUser", { AccessToken: body.access_token });
    expect(type).toBe("NotAuthorizedException");
  });
});

describe("SetUserPoolBrowserSession and DescribeUserPoolBrowserSession", () => {
  const described = (UserPoolId: string) =>
    callHouse(server, "DescribeUserPoolBrowserSession", { UserPoolId });

  test("begin with nothing, replace both, and stay beside what else is said of sessions", async () => {
    const UserPoolId = await createPool(server);
    expect(await described(UserPoolId)).toEqual({ UserPoolId });
    const both = { UserPoolId, MaxMinutes: 480, IdleMinutes: 30 };
    expect(await limit(UserPoolId, { MaxMinutes: 480, IdleMinutes: 30 })).toEqual(both);
    await track(server, UserPoolId);
    await callHouse(server, "SetUserPoolRecentSignIn", { UserPoolId, MaxAgeMinutes: 10 });
    expect(await described(UserPoolId)).toEqual(both);
    expect(await limit(UserPoolId, { IdleMinutes: 5 })).toEqual({ UserPoolId, IdleMinutes: 5 });
  });

  test("take a minute to ninety days, and no idle time beyond the longest", async () => {
    const UserPoolId = await createPool(server);
    for (const wrong of [
      { MaxMinutes: 0 },
      { MaxMinutes: 129_601 },
      { IdleMinutes: 0 },
      { IdleMinutes: -1 },
    ]) {
      await expectFailure(limit(UserPoolId, wrong), "InvalidParameterException");
    }
    const longer = limit(UserPoolId, { MaxMinutes: 10, IdleMinutes: 11 });
    await expect(longer).rejects.toThrow("IdleMinutes must not be more than MaxMinutes");
    await expectFailure(limit("us-east-1_nowhere11", {}), "ResourceNotFoundException");
    await expectFailure(described("us-east-1_nowhere11"), "ResourceNotFoundException");
  });

  test("are the administrator's", async () => {
    const UserPoolId = await createPool(server);
    for (const operation of ["SetUserPoolBrowserSession", "DescribeUserPoolBrowserSession"] as const) {
      const { type } = await callUnsigned(server, operation, { UserPoolId });
      expect(type).toBe("MissingAuthenticationTokenException");
    }
  });
});

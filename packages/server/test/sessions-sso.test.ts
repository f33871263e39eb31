/** A browser's session and the apps' sessions that come of it: listed, reused as long as each app allows, ended together. */
import {
  AdminRevokeUserSessionCommand,
  GetUserCommand,
  ListUserSessionsCommand,
  type RevokeAssociatedSessionsType,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./support/browser.ts";
import {
  answerOf,
  authorizePath,
  browserOf,
  redeemAnswer,
  type Stage,
  setStage,
  signIn,
} from "./support/hosted.ts";
import { lockOut } from "./support/mishaps.ts";
import { told } from "./support/password-flow.ts";
import { codeClient, createClient } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { ofType, reuseFor, sessionsOf, track, untrack } from "./support/sessions.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const implicit = { AllowedOAuthFlows: ["code" as const, "implicit" as const] };
const passwords = { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH" as const] };

async function tracked(MaxPerUser = 20): Promise<Stage> {
  const stage = await setStage(server, { ...implicit, ...passwords });
  await track(server, stage.poolId, MaxPerUser);
  return stage;
}

const scope = "openid aws.cognito.signin.user.admin";
const silently = (stage: Stage, browser: Browser, changes = {}) =>
  browser.get(authorizePath(stage, { prompt: "none", scope, ...changes }));
const isReused = async (stage: Stage, browser: Browser): Promise<boolean> =>
  answerOf(await silently(stage, browser))["code"] !== undefined;

/** Tokens by the login page; the browser keeps its session. */
async function enter(stage: Stage, browser: Browser) {
  server.advance(1);
  const { body } = await redeemAnswer(stage, await signIn(stage, browser, { scope }));
  return { accessToken: body.access_token ?? "", refreshToken: body.refresh_token ?? "" };
}

async function enterSilently(stage: Stage, browser: Browser) {
  server.advance(1);
  const { body } = await redeemAnswer(stage, await silently(stage, browser));
  return { accessToken: body.access_token ?? "", refreshToken: body.refresh_token ?? "" };
}

const all = ({ poolId, person }: Stage) => sessionsOf(server, poolId, person.username);
const browsers = async (stage: Stage) => ofType(await all(stage), "SSO");
const apps = async (stage: Stage) => ofType(await all(stage), "TOKEN");
const idOf = ([first]: readonly { SessionId?: string | undefined }[]) => first?.SessionId ?? "";
const tellUser = (AccessToken: string) => told(server.admin.send(new GetUserCommand({ AccessToken })));
const revoked = "Access Token has been revoked";

function end({ poolId, person }: Stage, SessionId: string, associated?: RevokeAssociatedSessionsType) {
  const who = { UserPoolId: poolId, Username: person.username };
  return server.admin.send(
    new AdminRevokeUserSessionCommand({ ...who, SessionId, RevokeAssociatedSessions: associated }),
  );
}

/** Another app of the same pool. */
async function neighbour(stage: Stage): Promise<Stage> {
  const client = await createClient(server, stage.poolId, { ...codeClient, ClientName: "Hillside" });
  return { ...stage, client };
}

describe("a sign-in on the pages", () => {
  test("begins a session of the browser, and one of the app that comes of it", async () => {
    const stage = await tracked();
    await enter(stage, browserOf(stage));
    const at = new Date(server.clock.now());
    const sessions = await all(stage);
    const [browser] = ofType(sessions, "SSO");
    expect(browser).toEqual({
      SessionId: expect.stringMatching(/^sso[a-z0-9]{25}$/),
      SessionType: "SSO",
      CreateDate: at,
      LastActiveDate: at,
      LastIPAddress: "127.0.0.1",
      IsCurrentSession: false,
    });
    expect(ofType(sessions, "TOKEN")).toEqual([
      {
        SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/),
        SessionType: "TOKEN",
        ClientId: stage.client.clientId,
        CreateDate: at,
        LastActiveDate: at,
        LastIPAddress: "127.0.0.1",
        OriginSessionId: browser?.SessionId,
        IsCurrentSession: false,
      },
    ]);
    expect(sessions).toHaveLength(2);
  });

  test("that is reused begins another session of an app, of the same browser, which is active by it", async () => {
    const stage = await tracked();
    const browser = browserOf(stage);
    await enter(stage, browser);
    server.advance(60);
    const { accessToken } = await enterSilently(stage, browser);
    const [session, ...others] = await browsers(stage);
    expect(others).toEqual([]);
    expect(session?.LastActiveDate?.getTime()).toBe(server.clock.now());
    const origins = (await apps(stage)).map(({ OriginSessionId }) => OriginSessionId);
    expect(origins).toEqual([session?.SessionId, session?.SessionId]);
    const { Sessions } = await server.admin.send(new ListUserSessionsCommand({ AccessToken: accessToken }));
    expect(Sessions?.filter(({ IsCurrentSession }) => IsCurrentSession)).toHaveLength(1);
  });

  test("by the implicit grant is a session of the app too", async () => {
    const stage = await tracked();
    await signIn(stage, browserOf(stage), { response_type: "token", scope });
    expect((await apps(stage))[0]?.OriginSessionId).toBe(idOf(await browsers(stage)));
  });

  test("counts among the most sessions a person may have; browsers do not", async () => {
    const stage = await tracked(1);
    const first = await enter(stage, browserOf(stage));
    const second = await enter(stage, browserOf(stage));
    expect(await tellUser(first.accessToken)).toBe(revoked);
    expect(await tellUser(second.accessToken)).toBe("ok");
    expect(await browsers(stage)).toHaveLength(2);
  });

  test("has no id where the pool does not track sessions", async () => {
    const stage = await setStage(server);
    await enter(stage, browserOf(stage));
    await track(server, stage.poolId);
    expect(await all(stage)).toEqual([]);
  });
});

describe("an app reuses a browser's sign-in", () => {
  test("for an hour, where nobody said otherwise", async () => {
    for (const stage of [await tracked(), await setStage(server)]) {
      const browser = browserOf(stage);
      await signIn(stage, browser);
      server.advance(3599);
      expect(await isReused(stage, browser)).toBe(true);
      server.advance(1);
      expect(await isReused(stage, browser)).toBe(false);
    }
  });

  test("as long as it is set to, whichever app the person signed in to", async () => {
    const stage = await tracked();
    const patient = await neighbour(stage);
    await reuseFor(server, stage.poolId, stage.client.clientId, 5);
    await reuseFor(server, stage.poolId, patient.client.clientId, 600);
    const browser = browserOf(stage);
    await signIn(stage, browser);
    server.advance(299);
    expect(await isReused(stage, browser)).toBe(true);
    server.advance(1);
    expect([await isReused(stage, browser), await isReused(patient, browser)]).toEqual([false, true]);
    server.advance(35_699);
    expect(await isReused(patient, browser)).toBe(true);
    server.advance(1);
    expect(await isReused(patient, browser)).toBe(false);
    expect(await browsers(stage)).toEqual([]);
  });

  test("never, when it is set to none, though the session begins for the others", async () => {
    const stage = await tracked();
    const other = await neighbour(stage);
    await reuseFor(server, stage.poolId, stage.client.clientId, 0);
    const browser = browserOf(stage);
    await signIn(stage, browser);
    expect([await isReused(stage, browser), await isReused(other, browser)]).toEqual([false, true]);
    const page = await browser.visit(authorizePath(stage));
    expect(page.html).toContain('name="password"');
  });

  test("CK-09: and the cookie lives as long as the session", async () => {
    const stage = await tracked();
    const patient = await neighbour(stage);
    await reuseFor(server, stage.poolId, patient.client.clientId, 600);
    const life = async () => {
      const browser = browserOf(stage);
      const page = await signIn(stage, browser);
      const [cookie] = page.headers.getSetCookie();
      return /Max-Age=(\d+)/.exec(cookie ?? "")?.[1];
    };
    expect(await life()).toBe("36000");
    await untrack(server, stage.poolId);
    expect(await life()).toBe("3600");
  });

  test("for an hour again once the pool tracks no sessions any more", async () => {
    const stage = await tracked();
    await reuseFor(server, stage.poolId, stage.client.clientId, 600);
    const browser = browserOf(stage);
    await signIn(stage, browser);
    await untrack(server, stage.poolId);
    server.advance(3599);
    expect(await isReused(stage, browser)).toBe(true);
    server.advance(1);
    expect(await isReused(stage, browser)).toBe(false);
  });

  test("TK-19: but not while the account is locked, by no grant", async () => {
    const stage = await tracked();
    const browser = browserOf(stage);
    await signIn(stage, browser);
    await lockOut(server, stage.client, stage.person);
    expect(answerOf(await silently(stage, browser))).toMatchObject({ error: "login_required" });
    const token = await silently(stage, browser, { response_type: "token" });
    expect(answerOf(token)).toMatchObject({ error: "login_required" });
    expect((await browser.visit(authorizePath(stage))).html).toContain('name="password"');
    server.advance(1);
    expect(await isReused(stage, browser)).toBe(true);
  });
});

describe("ending a browser's session", () => {
  test("makes the person sign in there again, and leaves the apps alone", async () => {
    const stage = await tracked();
    const browser = browserOf(stage);
    const { accessToken } = await enter(stage, browser);
    await end(stage, idOf(await browsers(stage)));
    expect(await isReused(stage, browser)).toBe(false);
    expect(await tellUser(accessToken)).toBe("ok");
    expect(await browsers(stage)).toEqual([]);
  });

  test("with LINKED ends the apps that came of it, and no others", async () => {
    const stage = await tracked();
    const [browser, other] = [browserOf(stage), browserOf(stage)];
    const ended = [await enter(stage, browser), await enterSilently(stage, browser)];
    const id = idOf(await browsers(stage));
    const kept = await enter(stage, other);
    await end(stage, id, "LINKED");
    for (const { accessToken } of ended) expect(await tellUser(accessToken)).toBe(revoked);
    expect(await tellUser(kept.accessToken)).toBe("ok");
    expect(await isReused(stage, other)).toBe(true);
  });

  test("with LINKED ends what is on its way to an app", async () => {
    const stage = await tracked();
    const page = await signIn(stage, browserOf(stage), { scope });
    await end(stage, idOf(await browsers(stage)), "LINKED");
    expect((await redeemAnswer(stage, page)).body).toMatchObject({ error: "invalid_grant" });
  });

  test("is its person's own right", async () => {
    const stage = await tracked();
    const browser = browserOf(stage);
    const { accessToken: AccessToken } = await enter(stage, browser);
    const SessionId = idOf(await browsers(stage));
    await server.admin.send(new RevokeUserSessionCommand({ AccessToken, SessionId }));
    expect(await isReused(stage, browser)).toBe(false);
    expect(await tellUser(AccessToken)).toBe("ok");
  });
});

describe("ending an app's session", () => {
  async function twoApps() {
    const stage = await tracked();
    const browser = browserOf(stage);
    const first = await enter(stage, browser);
    const id = idOf(await apps(stage));
    const second = await enterSilently(stage, browser);
    return { stage, browser, first, second, id };
  }

  test("leaves the browser signed in", async () => {
    const { stage, browser, first, second, id } = await twoApps();
    await end(stage, id, "NONE");
    expect(await tellUser(first.accessToken)).toBe(revoked);
    expect(await tellUser(second.accessToken)).toBe("ok");
    expect(await isReused(stage, browser)).toBe(true);
  });

  test("with LINKED ends the browser's, and not the other apps that came of it", async () => {
    const { stage, browser, first, second, id } = await twoApps();
    await end(stage, id, "LINKED");
    expect(await tellUser(first.accessToken)).toBe(revoked);
    expect(await tellUser(second.accessToken)).toBe("ok");
    expect(await isReused(stage, browser)).toBe(false);
  });

  test("with LINKED leaves the person's other browsers signed in, older and newer", async () => {
    const stage = await tracked();
    const [older, browser, newer] = [browserOf(stage), browserOf(stage), browserOf(stage)];
    await enter(stage, older);
    const { refreshToken: Token } = await enter(stage, browser);
    await enter(stage, newer);
    const input = { Token, ClientId: stage.client.clientId, RevokeAssociatedSessions: "LINKED" as const };
    await server.admin.send(new RevokeTokenCommand(input));
    const reused = await Promise.all([older, browser, newer].map((each) => isReused(stage, each)));
    expect(reused).toEqual([true, false, true]);
  });

  test("by RevokeToken is the same", async () => {
    const revoke = ({ client }: Stage, Token: string, associated?: RevokeAssociatedSessionsType) =>
      server.admin.send(
        new RevokeTokenCommand({
          Token,
          ClientId: client.clientId,
          RevokeAssociatedSessions: associated,
        }),
      );
    const { stage, browser, first, second } = await twoApps();
    await revoke(stage, first.refreshToken);
    expect(await tellUser(first.accessToken)).toBe(revoked);
    expect(await isReused(stage, browser)).toBe(true);
    await revoke(stage, first.refreshToken, "LINKED");
    expect(await isReused(stage, browser)).toBe(false);
    expect(await tellUser(second.accessToken)).toBe("ok");
  });

  test("by RevokeToken with LINKED leaves the browser alone where sessions are not tracked", async () => {
    const { stage, browser, first } = await twoApps();
    await untrack(server, stage.poolId);
    const { clientId: ClientId } = stage.client;
    const input = { Token: first.refreshToken, ClientId, RevokeAssociatedSessions: "LINKED" as const };
    await server.admin.send(new RevokeTokenCommand(input));
    expect(await isReused(stage, browser)).toBe(true);
  });
});

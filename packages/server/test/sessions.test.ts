/** Where a person is signed in: listed, limited, and ended one by one, where the pool tracks it. */
import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  ListUserSessionsCommand,
  RevokeUserSessionCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimsOf } from "./support/hosted.ts";
import { told } from "./support/password-flow.ts";
import { expectFailure, passwordClient, refresh, type SignedIn, signIn, unsigned } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { sessionsOf, track, untrack } from "./support/sessions.ts";

let server: TestServer;
let UserPoolId: string;
let ClientId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  ClientId = await passwordClient(server, UserPoolId);
  await track(server, UserPoolId);
});
afterAll(() => server.close());

const revoked = "Access Token has been revoked";
const notFound = "Session does not exist.";

const person = async (name: string) => (await createPerson(server, UserPoolId, name)).username;
const enter = async (name: string): Promise<SignedIn> => {
  server.advance(1);
  return signIn(server, ClientId, name);
};
const list = async (AccessToken: string, NextToken?: string) =>
  (await server.admin.send(new ListUserSessionsCommand({ AccessToken, NextToken }))).Sessions ?? [];
const own = async (AccessToken: string) =>
  (await list(AccessToken)).find(({ IsCurrentSession }) => IsCurrentSession)?.SessionId ?? "";
const revoke = (AccessToken: string, SessionId: string) =>
  server.admin.send(new RevokeUserSessionCommand({ AccessToken, SessionId }));
const adminRevoke = (Username: string, SessionId: string, pool = UserPoolId) =>
  server.admin.send(new AdminRevokeUserSessionCommand({ UserPoolId: pool, Username, SessionId }));
const tellUser = (AccessToken: string) => told(server.admin.send(new GetUserCommand({ AccessToken })));
const living = async (all: readonly SignedIn[]) => {
  const answers = await Promise.all(all.map(({ AccessToken }) => tellUser(AccessToken)));
  return answers.map((answer) => answer === "ok");
};

describe("a session", () => {
  test("has an id, an app, dates and an address, and says whether it is the caller's", async () => {
    const first = await enter(await person("ada"));
    const firstAt = server.clock.now();
    const second = await enter("ada");
    const session = (at: number, isCurrent: boolean) => ({
      SessionId: expect.stringMatching(/^tkn[a-z0-9]{25}$/),
      SessionType: "TOKEN",
      ClientId,
      CreateDate: new Date(at),
      LastActiveDate: new Date(at),
      LastIPAddress: "127.0.0.1",
      IsCurrentSession: isCurrent,
    });
    const now = server.clock.now();
    expect(await list(second.AccessToken)).toEqual([session(now, true), session(firstAt, false)]);
    expect(await list(first.AccessToken)).toEqual([session(now, false), session(firstAt, true)]);
    expect(await sessionsOf(server, UserPoolId, "ada")).toEqual([
      session(now, false),
      session(firstAt, false),
    ]);
  });

  test("is active when it is refreshed, and the most active comes first", async () => {
    const bea = await person("bea");
    const { RefreshToken, AccessToken } = await enter(bea);
    await enter(bea);
    server.advance(60);
    await refresh(server, ClientId, RefreshToken);
    const [first, second] = await list(AccessToken);
    expect(first).toMatchObject({ IsCurrentSession: true, LastActiveDate: new Date(server.clock.now()) });
    expect(first?.CreateDate?.getTime()).toBeLessThan(second?.CreateDate?.getTime() ?? 0);
  });

  test("keeps its id over a refresh", async () => {
    const { RefreshToken, AccessToken } = await enter(await person("cleo"));
    const { AuthenticationResult } = await refresh(server, ClientId, RefreshToken);
    expect(await own(AuthenticationResult?.AccessToken ?? "")).toBe(await own(AccessToken));
  });

  test("is gone when its person signs out everywhere, and when its tokens have expired", async () => {
    const { AccessToken } = await enter(await person("dora"));
    await server.admin.send(new GlobalSignOutCommand({ AccessToken }));
    expect(await sessionsOf(server, UserPoolId, "dora")).toEqual([]);
    const hourly = await passwordClient(server, UserPoolId, {
      RefreshTokenValidity: 60,
      TokenValidityUnits: { RefreshToken: "minutes" },
    });
    await signIn(server, hourly, "dora");
    server.advance(3599);
    expect(await sessionsOf(server, UserPoolId, "dora")).toHaveLength(1);
    server.advance(1);
    expect(await sessionsOf(server, UserPoolId, "dora")).toEqual([]);
  });

  test("AP-12: is on the only page there is", async () => {
    const { AccessToken } = await enter(await person("emma"));
    const message = "Invalid pagination token given.";
    await expectFailure(list(AccessToken, "next"), "InvalidParameterException", message);
    const admins = new AdminListUserSessionsCommand({ UserPoolId, Username: "emma", NextToken: "next" });
    await expectFailure(server.admin.send(admins), "InvalidParameterException", message);
  });
});

describe("where the pool does not track sessions", () => {
  test("nothing changes: no session is listed, ended or refused", async () => {
    const pool = await createPool(server);
    const app = await passwordClient(server, pool);
    await createPerson(server, pool, "fay");
    const all: SignedIn[] = [];
    for (let i = 0; i < 22; i++) all.push(await signIn(server, app, "fay"));
    const { AccessToken } = all[0] ?? { AccessToken: "" };
    expect(await list(AccessToken)).toEqual([]);
    expect(await sessionsOf(server, pool, "fay")).toEqual([]);
    expect(await living(all)).toEqual(Array(22).fill(true));
    const none = revoke(AccessToken, `tkn${"a".repeat(25)}`);
    await expectFailure(none, "ResourceNotFoundException", notFound);
  });

  test("tokens have the same claims as where it does", async () => {
    const pool = await createPool(server);
    const app = await passwordClient(server, pool);
    await createPerson(server, pool, "fay");
    const claims = async () => Object.keys(claimsOf((await signIn(server, app, "fay")).AccessToken));
    const before = await claims();
    await track(server, pool);
    expect(await claims()).toEqual(before);
  });

  test("any more, the sign-ins go on and are not listed", async () => {
    const pool = await createPool(server);
    const app = await passwordClient(server, pool);
    await createPerson(server, pool, "gina");
    await track(server, pool);
    const { AccessToken } = await signIn(server, app, "gina");
    const sessionId = await own(AccessToken);
    await untrack(server, pool);
    expect(await list(AccessToken)).toEqual([]);
    await expectFailure(adminRevoke("gina", sessionId, pool), "ResourceNotFoundException", notFound);
    await track(server, pool);
    expect(await own(AccessToken)).toBe(sessionId);
  });
});

describe("the most sessions a person may have", () => {
  async function limited(most: number) {
    const pool = await createPool(server);
    await track(server, pool, most);
    await createPerson(server, pool, "hana");
    const app = await passwordClient(server, pool);
    const next = async () => {
      server.advance(1);
      return signIn(server, app, "hana");
    };
    return { pool, app, next };
  }

  test("end the least recently used when another begins, tokens and all", async () => {
    const { pool, next } = await limited(2);
    const all = [await next(), await next(), await next()];
    expect(await living(all)).toEqual([false, true, true]);
    expect(await tellUser(all[0]?.AccessToken ?? "")).toBe(revoked);
    expect(await sessionsOf(server, pool, "hana")).toHaveLength(2);
  });

  test("spare the one that was refreshed", async () => {
    const { app, next } = await limited(2);
    const first = await next();
    const second = await next();
    server.advance(1);
    await refresh(server, app, first.RefreshToken);
    expect(await living([first, second, await next()])).toEqual([true, false, true]);
  });

  test("count the sign-ins from before the tracking", async () => {
    const pool = await createPool(server);
    const app = await passwordClient(server, pool);
    await createPerson(server, pool, "hana");
    const before = [await signIn(server, app, "hana"), await signIn(server, app, "hana")];
    await track(server, pool, 2);
    server.advance(1);
    const after = await signIn(server, app, "hana");
    expect((await living(before)).toSorted()).toEqual([false, true]);
    expect(await living([after])).toEqual([true]);
  });

  test("end nothing by being lowered, until the next sign-in", async () => {
    const { pool, next } = await limited(3);
    const all = [await next(), await next(), await next()];
    await track(server, pool, 1);
    expect(await living(all)).toEqual([true, true, true]);
    expect(await living([...all, await next()])).toEqual([false, false, false, true]);
  });

  test("are three of fifty sign-ins at once", async () => {
    const { pool, app } = await limited(3);
    const all = await Promise.all(Array.from({ length: 50 }, () => signIn(server, app, "hana")));
    expect((await living(all)).filter(Boolean)).toHaveLength(3);
    expect(await sessionsOf(server, pool, "hana")).toHaveLength(3);
  });

  test("are each person's own", async () => {
    const { pool, app, next } = await limited(1);
    const hana = await next();
    await createPerson(server, pool, "iris");
    const iris = await signIn(server, app, "iris");
    expect(await living([hana, iris])).toEqual([true, true]);
  });
});

describe("ending a session", () => {
  test("ends its tokens at once, and no others (RT-08)", async () => {
    const jane = await person("jane");
    const [kept, lost] = [await enter(jane), await enter(jane)];
    await revoke(kept.AccessToken, await own(lost.AccessToken));
    expect(await tellUser(lost.AccessToken)).toBe(revoked);
    const refused = refresh(server, ClientId, lost.RefreshToken);
    await expectFailure(refused, "NotAuthorizedException", "Refresh Token has been revoked");
    expect(await tellUser(kept.AccessToken)).toBe("ok");
    expect(await list(kept.AccessToken)).toHaveLength(1);
  });

  test("of an unknown id, or one that has ended, answers that there is none", async () => {
    const kate = await person("kate");
    const [kept, lost] = [await enter(kate), await enter(kate)];
    const id = await own(lost.AccessToken);
    await revoke(kept.AccessToken, id);
    for (const SessionId of [id, "", "x", "sso1"]) {
      await expectFailure(revoke(kept.AccessToken, SessionId), "ResourceNotFoundException", notFound);
      await expectFailure(adminRevoke(kate, SessionId), "ResourceNotFoundException", notFound);
    }
  });

  test("is not for one's own: that is a sign-out", async () => {
    const { AccessToken } = await enter(await person("lena"));
    const call = revoke(AccessToken, await own(AccessToken));
    const message = "The session is the caller's own: sign out to end it.";
    await expectFailure(call, "InvalidParameterException", message);
    expect(await tellUser(AccessToken)).toBe("ok");
  });

  test("AP-06: of somebody else is not possible, not even for an administrator in their name", async () => {
    const mona = await enter(await person("mona"));
    const nora = await enter(await person("nora"));
    const id = await own(mona.AccessToken);
    await expectFailure(revoke(nora.AccessToken, id), "ResourceNotFoundException", notFound);
    await expectFailure(adminRevoke("nora", id), "ResourceNotFoundException", notFound);
    expect(await tellUser(mona.AccessToken)).toBe("ok");
  });

  test("is an administrator's, of anybody", async () => {
    const { AccessToken } = await enter(await person("olga"));
    await adminRevoke("olga", await own(AccessToken));
    expect(await tellUser(AccessToken)).toBe(revoked);
  });
});

describe("who is refused", () => {
  test("AP-05: whoever has no access token that is good", async () => {
    for (const AccessToken of ["x", (await enter(await person("pia"))).RefreshToken]) {
      const calls = [list(AccessToken), revoke(AccessToken, "x")];
      await Promise.all(
        calls.map((call) => expectFailure(call, "NotAuthorizedException", "Invalid Access Token")),
      );
    }
  });

  test("AP-09: whoever names a person or a pool that is not there", async () => {
    const nobody = sessionsOf(server, UserPoolId, "nobody");
    await expectFailure(nobody, "UserNotFoundException", "User does not exist.");
    await expectFailure(adminRevoke("nobody", "x"), "UserNotFoundException", "User does not exist.");
    const nowhere = "User pool us-east-1_nowhere does not exist.";
    const there = sessionsOf(server, "us-east-1_nowhere", "ada");
    await expectFailure(there, "ResourceNotFoundException", nowhere);
    await expectFailure(adminRevoke("ada", "x", "us-east-1_nowhere"), "ResourceNotFoundException", nowhere);
  });

  test("AP-03: whoever calls an administrator's operation without a signature", async () => {
    for (const operation of ["AdminListUserSessions", "AdminRevokeUserSession"]) {
      const answer = await unsigned(server, operation, { UserPoolId, Username: "ada", SessionId: "x" });
      expect(answer).toBe("MissingAuthenticationTokenException");
    }
  });
});

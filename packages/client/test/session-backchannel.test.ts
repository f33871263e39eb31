/** The provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0). */
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { SessionStore, Sessions } from "../src/session/index.ts";
import type { AppBrowser } from "./support/session-browser.ts";
import { type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let logoutFetch: typeof fetch;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
  keys = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "logout", alg: "RS256", use: "sig" };
  // Poolhouse sends no logout tokens: a second key beside its own lets the test make them.
  logoutFetch = async (input, init) => {
    const response = await stage.network.fetch(input, init);
    if (!String(input).endsWith("/jwks.json")) return response;
    const body = await response.json();
    return Response.json({ keys: [...body.keys, jwk] });
  };
});
afterAll(() => server.close());

/** Undefined leaves a claim out. */
type Changes = Readonly<Record<string, unknown>>;

describe("LO-07: a logout token of the provider", () => {
  const event = { "http://schemas.openid.net/event/backchannel-logout": {} };
  let sessions: Sessions;
  let browser: AppBrowser;
  let serial = 0;

  beforeAll(async () => {
    sessions = stage.process({ fetch: logoutFetch });
    browser = stage.browser(sessions);
  });

  function claims(changes: Changes = {}): JWTPayload {
    const iat = Math.floor(stage.time.now() / 1000);
    serial += 1;
    return {
      iss: stage.issuer,
      aud: stage.client.clientId,
      sub: stage.person.sub,
      jti: `logout-${serial}`,
      iat,
      exp: iat + 120,
      events: event,
      ...changes,
    } as JWTPayload;
  }

  const sign = (payload: JWTPayload, key: CryptoKey = keys.privateKey) =>
    new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "logout", typ: "logout+jwt" }).sign(key);

  const send = async (token: string, at = sessions) => {
    const body = new URLSearchParams({ logout_token: token });
    const response = await at.handle(
      new Request("https://app.example.com/auth/backchannel-logout", { method: "POST", body }),
    );
    return response ?? Response.error();
  };

  const isSignedIn = async (at = browser) => (await at.call("/auth/session")).status === 200;

  test("ends all sessions of that person, and nobody else's", async () => {
    const phone = stage.browser(stage.process());
    await browser.signIn(stage.person);
    await phone.signIn(stage.person);
    expect((await send(await sign(claims({ sub: "somebody-else" })))).status).toBe(200);
    expect([await isSignedIn(), await isSignedIn(phone)]).toEqual([true, true]);
    const response = await send(await sign(claims()));
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect([await isSignedIn(), await isSignedIn(phone)]).toEqual([false, false]);
    expect(stage.events.at(-1)).toEqual({ type: "signed_out_by_provider", sessions: 2 });
  });

  test("works once: jti", async () => {
    const token = await sign(claims());
    expect((await send(token)).status).toBe(200);
    await browser.signIn(stage.person);
    expect((await send(token)).status).toBe(400);
    expect(await isSignedIn()).toBe(true);
  });

  test.each<readonly [string, () => Changes]>([
    ["iss", () => ({ iss: "https://evil.example" })],
    ["aud", () => ({ aud: "another-client" })],
    ["events missing", () => ({ events: undefined })],
    ["events of another kind", () => ({ events: { "http://schemas.example/other": {} } })],
    ["an event that is no object", () => ({ events: { [Object.keys(event)[0] ?? ""]: "x" } })],
    ["an event that is null", () => ({ events: { [Object.keys(event)[0] ?? ""]: null } })],
    ["events that are a text", () => ({ events: Object.keys(event)[0] })],
    ["events that are null", () => ({ events: null })],
    ["a nonce", () => ({ nonce: "n" })],
    ["empty sub", () => ({ sub: "" })],
    ["sub that is a number", () => ({ sub: 7 })],
    ["empty sid", () => ({ sid: "" })],
    ["sid that is a number", () => ({ sid: 7 })],
    ["neither sub nor sid", () => ({ sub: undefined })],
    ["iat missing", () => ({ iat: undefined })],
    ["iat in the future", () => ({ iat: stage.time.now() / 1000 + 600, exp: stage.time.now() / 1000 + 700 })],
    ["exp missing", () => ({ exp: undefined })],
    ["exp past", () => ({ exp: stage.time.now() / 1000 - 120 })],
    ["a life of a week", () => ({ exp: stage.time.now() / 1000 + 604_800 })],
    ["jti missing", () => ({ jti: undefined })],
    ["empty jti", () => ({ jti: "" })],
    ["jti that is a number", () => ({ jti: 7 })],
  ])("is refused with 400 for its %s", async (_name, changes) => {
    await browser.signIn(stage.person);
    const response = await send(await sign(claims(changes())));
    expect([response.status, (await response.json()).error]).toEqual([400, "invalid_request"]);
    expect(await isSignedIn()).toBe(true);
  });

  test("is refused for its signature and its algorithm", async () => {
    const stranger = await generateKeyPair("RS256");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(claims())).toString("base64url")}.`;
    const shared = await new SignJWT(claims())
      .setProtectedHeader({ alg: "HS256", kid: "logout" })
      .sign(new TextEncoder().encode(stage.client.clientSecret));
    for (const token of [
      await sign(claims(), stranger.privateKey),
      none,
      shared,
      "",
      "a.b.c",
      "x".repeat(20_000),
    ]) {
      expect((await send(token)).status).toBe(400);
    }
  });

  test("is asked for again, with 503, while the provider's keys are out of reach", async () => {
    const cut = stage.process({
      fetch: (input, init) =>
        String(input).endsWith("/jwks.json")
          ? Promise.reject(new TypeError("fetch failed"))
          : fetch(input, init),
    });
    expect((await send(await sign(claims()), cut)).status).toBe(503);
  });

  test.each(["http://keys.example/jwks.json", "no address"])(
    "is checked by no keys from %s, where anybody on the way could put theirs",
    async (jwks_uri) => {
      const asked: string[] = [];
      const fetch: typeof globalThis.fetch = async (input, init) => {
        asked.push(String(input));
        if (String(input).startsWith("http://keys.example/"))
          return logoutFetch(`${stage.issuer}/.well-known/jwks.json`, init);
        const response = await stage.network.fetch(input, init);
        return Response.json({ ...(await response.json()), jwks_uri });
      };
      expect((await send(await sign(claims()), stage.process({ fetch }))).status).toBe(502);
      expect(asked).toEqual([`${stage.issuer}/.well-known/openid-configuration`]);
    },
  );

  test.each(["remove", "removeSubject", "insert"] as const)(
    "is heard when it is said again, after the store has failed in the middle: %s",
    async (method) => {
      const named = stage.browser(stage.process({ fetch: withSessionId(`sid-${method}`) }));
      for (const each of [browser, named]) await each.signIn(stage.person);
      let isFailing = true;
      const failing = async (): Promise<never> => {
        throw new Error("connection lost");
      };
      const store: SessionStore = {
        ...stage.store,
        remove: (...args) => (isFailing && method === "remove" ? failing() : stage.store.remove(...args)),
        removeSubject: (...args) =>
          isFailing && method === "removeSubject" ? failing() : stage.store.removeSubject(...args),
        insert: (...args) => (isFailing && method === "insert" ? failing() : stage.store.insert(...args)),
      };
      const troubled = stage.process({ fetch: logoutFetch, store });
      const token = await sign(
        claims(method === "removeSubject" ? {} : { sub: undefined, sid: `sid-${method}` }),
      );
      const response = await send(token, troubled);
      expect([response.status, (await response.json()).error]).toEqual([503, "store_unavailable"]);
      isFailing = false;
      expect((await send(token, troubled)).status).toBe(200);
      expect(await isSignedIn(named)).toBe(false);
      expect(await isSignedIn(browser)).toBe(method !== "removeSubject");
      expect((await send(token, troubled)).status).toBe(400);
      await browser.call("/auth/logout", { method: "POST" });
    },
  );

  test("must come as a form", async () => {
    const url = "https://app.example.com/auth/backchannel-logout";
    const token = await sign(claims());
    for (const init of [
      { body: JSON.stringify({ logout_token: token }), headers: { "content-type": "application/json" } },
      {
        body: new URLSearchParams([
          ["logout_token", token],
          ["logout_token", token],
        ]),
      },
      { body: new URLSearchParams({ logout_token: token, more: "x".repeat(20_000) }) },
      {},
    ]) {
      expect((await sessions.handle(new Request(url, { method: "POST", ...init })))?.status).toBe(400);
    }
  });

  test("is 404 where sessions are in cookies", async () => {
    expect((await send(await sign(claims()), stage.cookieProcess({ fetch: logoutFetch }))).status).toBe(404);
  });

  test("ends the session that it names, and no other of the same person, whether it names the person or not", async () => {
    for (const sub of [undefined, stage.person.sub]) {
      const [one, other] = ["sid-1", "sid-2"].map((sid) =>
        stage.browser(stage.process({ fetch: withSessionId(sid) })),
      );
      await one?.signIn(stage.person);
      await other?.signIn(stage.person);
      expect((await send(await sign(claims({ sub, sid: "sid-1" })))).status).toBe(200);
      expect(await isSignedIn(one)).toBe(false);
      expect(await isSignedIn(other)).toBe(true);
      expect(stage.events.at(-1)).toEqual({ type: "signed_out_by_provider", sessions: 1 });
      await other?.call("/auth/logout", { method: "POST" });
    }
  });

  test("ends nobody else's when the session it names was signed out here before", async () => {
    const [one, other] = ["sid-3", "sid-4"].map((sid) =>
      stage.browser(stage.process({ fetch: withSessionId(sid) })),
    );
    await one?.signIn(stage.person);
    await other?.signIn(stage.person);
    await one?.call("/auth/logout", { method: "POST" });
    expect((await send(await sign(claims({ sid: "sid-3" })))).status).toBe(200);
    expect(await isSignedIn(other)).toBe(true);
    expect((await send(await sign(claims()))).status).toBe(200);
    expect(await isSignedIn(other)).toBe(false);
  });

  test("could not reach a session whose name cannot be stored: the sign-in fails, and the one they had goes on", async () => {
    const before = stage.browser(stage.process({ fetch: withSessionId("sid-5") }));
    await before.signIn(stage.person);
    const store: SessionStore = {
      ...stage.store,
      async remove() {
        throw new Error("connection lost");
      },
    };
    const again = stage.browser(stage.process({ fetch: withSessionId("sid-6"), store }));
    for (const [name, value] of before.cookies) again.cookies.set(name, value);
    expect((await again.signIn(stage.person)).status).toBe(503);
    expect(await isSignedIn(before)).toBe(true);
  });

  /** Poolhouse's ID tokens have no `sid`: the network between adds one, and signs by the key that was added too. */
  function withSessionId(sid: string): typeof fetch {
    return async (input, init) => {
      const response = await logoutFetch(input, init);
      if (!String(input).endsWith("/oauth2/token")) return response;
      const body = await response.json();
      const id = decodeJwt(body.id_token);
      const header = { alg: "RS256", kid: "logout" };
      const signed = await new SignJWT({ ...id, sid }).setProtectedHeader(header).sign(keys.privateKey);
      return Response.json({ ...body, id_token: signed });
    };
  }
});

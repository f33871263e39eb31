/** Renewal with tokens on the server, while the provider or the store is in trouble: nobody is signed out by that. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { SessionStore } from "../src/session/index.ts";
import { failureOf, hour, newToken, opens, raise, signedIn } from "./support/renewal-stage.ts";
import type { SessionStage } from "./support/session-stage.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe("a provider in trouble", () => {
  test("BF-11: an answer that was lost is asked for again at once, with the same refresh token", async () => {
    const { stage, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("lost");
    const before = stage.time.now();
    const [token = ""] = await stage.time.settle(newToken(await open()));
    expect(await opens(server, token)).toBe(true);
    const [first, second] = stage.network.refreshes.map((form) => form.get("refresh_token"));
    expect(second).toBe(first);
    expect(stage.time.now() - before).toBeLessThan(1_000);
  });

  test("BF-11: several lost answers and server errors within the grace period lose nobody", async () => {
    const { stage, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("lost", "500", "lost", "down", "lost");
    const [token = ""] = await stage.time.settle(newToken(await open()));
    expect(await opens(server, token)).toBe(true);
    stage.time.advance(hour + 1);
    await stage.time.settle(newToken(await open()));
    expect(stage.events.filter(({ type }) => type === "renewal_failed")).toEqual([]);
  });

  test("one that answers 429 or 5xx is not asked again at once", async () => {
    const { stage, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("500");
    const before = stage.time.now();
    await stage.time.settle(newToken((await open()).slice(0, 1)));
    expect(stage.network.refreshes).toHaveLength(2);
    expect(stage.time.now() - before).toBeGreaterThanOrEqual(100);
  });

  test("one that refuses the app itself is asked again later, and not with every request", async () => {
    const { stage, browser } = await signedIn(server);
    const sessions = stage.process({ clientSecret: "the one before it was changed" });
    stage.time.advance(hour + 1);
    const open = async () => (await sessions.open(browser.request("/"))) ?? raise("none");
    for (let request = 0; request < 5; request += 1) {
      expect(await stage.time.settle(failureOf((await open()).accessToken()))).toBe("token_refused");
    }
    expect(stage.network.refreshes).toHaveLength(1);
    stage.time.advance(5_001);
    await stage.time.settle(failureOf((await open()).accessToken()));
    expect(stage.network.refreshes).toHaveLength(2);
    expect((await browser.call("/auth/session")).status).toBe(200);
  });

  test("BF-11: while it is down the session stays, and all is well once it is back", async () => {
    const { stage, browser, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.usual("down");
    const [session] = await open();
    expect(await stage.time.settle(failureOf(session?.accessToken() ?? raise("none")))).toBe(
      "provider_unavailable",
    );
    expect((await browser.call("/auth/session")).status).toBe(200);
    expect(browser.cookies.size).toBe(1);
    stage.network.usual("pass");
    stage.time.advance(6_000);
    expect(await opens(server, await stage.time.settle(session?.accessToken() ?? raise("none")))).toBe(true);
  });

  test("BF-11: keys that are out of reach cost no refresh token: what would come back could not be checked", async () => {
    const { stage, browser } = await signedIn(server);
    let isCutOff = true;
    const fetch: typeof globalThis.fetch = (input, init) =>
      isCutOff && String(input).endsWith("/jwks.json")
        ? Promise.reject(new TypeError("fetch failed"))
        : stage.network.fetch(input, init);
    // It has seen no key yet, as one that signed somebody in minutes ago has none that is fresh.
    const cold = stage.process({ fetch });
    stage.time.advance(hour + 1);
    const open = async () => (await cold.open(browser.request("/"))) ?? raise("none");
    expect(await stage.time.settle(failureOf((await open()).accessToken()))).toBe("provider_unavailable");
    expect(stage.network.refreshes).toHaveLength(0);
    isCutOff = false;
    stage.time.advance(60_000);
    await stage.time.settle((await open()).accessToken());
    expect((await browser.call("/auth/session")).status).toBe(200);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("BF-11: invalid_grant ends the session, and the cookie opens nothing any more", async () => {
    const { stage, browser, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("invalid_grant");
    const codes = await stage.time.settle(
      Promise.all((await open()).map((session) => failureOf(session.accessToken()))),
    );
    expect(new Set(codes)).toEqual(new Set(["session_ended"]));
    expect((await browser.call("/auth/session")).status).toBe(401);
  });
});

describe("a store in trouble", () => {
  const failing = (stage: SessionStage, method: "read" | "replace", isDone = false) => {
    let left = 0;
    const store: SessionStore = {
      ...stage.store,
      async read(id) {
        if (method === "read" && left-- > 0) throw new Error("connection lost");
        return stage.store.read(id);
      },
      async replace(...args) {
        const isFailing = method === "replace" && left-- > 0;
        if (!isFailing) return stage.store.replace(...args);
        if (isDone) await stage.store.replace(...args);
        throw new Error("connection lost");
      },
    };
    const fail = (times: number) => {
      left = times;
    };
    return { store, fail };
  };

  test("a new refresh token is written as soon as it can be, and none is asked for again", async () => {
    const { stage, browser, open } = await signedIn(server);
    const { store, fail } = failing(stage, "replace");
    const session = (await stage.process({ store }).open(browser.request("/"))) ?? raise("none");
    stage.time.advance(hour + 1);
    fail(4);
    const token = await stage.time.settle(session.accessToken());
    expect(await newToken(await open())).toEqual([token, token, token]);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("one that cannot be written for long is kept, and written by the next request", async () => {
    const { stage, browser, open } = await signedIn(server);
    const { store, fail } = failing(stage, "replace");
    const session = (await stage.process({ store }).open(browser.request("/"))) ?? raise("none");
    stage.time.advance(hour + 1);
    fail(1_000);
    expect(await stage.time.settle(failureOf(session.accessToken()))).toBe("store_unavailable");
    fail(0);
    stage.time.advance(60_000);
    const token = await stage.time.settle(session.accessToken());
    expect(stage.network.refreshes).toHaveLength(1);
    expect(await newToken(await open())).toEqual([token, token, token]);
  });

  test("a write whose confirmation is lost is found done", async () => {
    const { stage, browser, open } = await signedIn(server);
    const { store, fail } = failing(stage, "replace", true);
    const session = (await stage.process({ store }).open(browser.request("/"))) ?? raise("none");
    stage.time.advance(hour + 1);
    fail(1);
    const token = await stage.time.settle(session.accessToken());
    expect(await newToken(await open())).toEqual([token, token, token]);
    expect(stage.events.map(({ type }) => type)).toEqual(["signed_in", "renewed"]);
  });

  test("BF-11: one that cannot be read signs nobody out: 503, and then all is well", async () => {
    const { stage, browser } = await signedIn(server);
    const { store, fail } = failing(stage, "read");
    const sessions = stage.process({ store });
    const call = () => sessions.handle(browser.request("/auth/session", { headers: { "x-csrf": "1" } }));
    fail(1);
    const response = await call();
    expect([response?.status, await response?.json()]).toEqual([503, { error: "store_unavailable" }]);
    expect(response?.headers.getSetCookie()).toEqual([]);
    expect((await call())?.status).toBe(200);
    // Pages of the app open it by themselves, or their framework's middleware does.
    fail(1);
    await expect(sessions.open(browser.request("/orders"))).rejects.toMatchObject({ statusCode: 503 });
    const failed = stage.events.filter(({ type }) => type === "request_failed");
    expect(failed).toMatchObject([
      { path: "/auth/session", error: { code: "store_unavailable" } },
      { path: "/orders", error: { code: "store_unavailable" } },
    ]);
  });
});

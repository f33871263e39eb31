/** Renewal with tokens on the server, in several processes that stop, die and overtake each other. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import { failureOf, hour, newToken, opens, raise, signedIn } from "./support/renewal-stage.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A process that has stopped: it wakes up no more, so it extends no lease. */
const stopped = { wait: () => new Promise<void>(() => undefined) };

describe("several processes", () => {
  test("an answer that is late is waited for by all, with the lease extended and nothing asked twice", async () => {
    const { stage, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("late");
    const tokens = newToken(await open());
    const release = await stage.network.held();
    await stage.time.pass(25_000);
    expect(stage.network.refreshes).toHaveLength(1);
    release();
    expect(new Set(await stage.time.settle(tokens)).size).toBe(1);
    expect(stage.network.refreshes).toHaveLength(1);
  });

  test("one that dies with the lease is followed by another, with the same refresh token", async () => {
    const { stage, browser, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("late");
    const dying = await stage.process(stopped).open(browser.request("/"));
    dying?.accessToken().catch(() => undefined);
    await stage.network.held();
    const [token = ""] = await stage.time.settle(newToken(await open()));
    expect(await opens(server, token)).toBe(true);
    const [first, second] = stage.network.refreshes.map((form) => form.get("refresh_token"));
    expect(second).toBe(first);
  });

  test("BF-11: one that stood still is refused, finds what another got, and ends nothing", async () => {
    const { stage, browser, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("late_invalid_grant");
    const still = (await stage.process(stopped).open(browser.request("/"))) ?? raise("none");
    const late = still.accessToken();
    const release = await stage.network.held();
    const [token] = await stage.time.settle(newToken(await open()));
    release();
    expect(await stage.time.settle(late)).toBe(token);
    expect((await browser.call("/auth/session")).status).toBe(200);
  });

  test("one whose answer comes after another has renewed takes the other's tokens", async () => {
    const { stage, browser, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("late");
    const still = (await stage.process(stopped).open(browser.request("/"))) ?? raise("none");
    const late = still.accessToken();
    const release = await stage.network.held();
    const [token] = await stage.time.settle(newToken(await open()));
    release();
    expect(await stage.time.settle(late)).toBe(token);
    expect(stage.events.map(({ type }) => type)).toEqual(["signed_in", "renewed", "renewal_discarded"]);
    stage.time.advance(hour + 1);
    expect(await opens(server, (await stage.time.settle(newToken(await open())))[0] ?? "")).toBe(true);
  });

  test("a use that another process notes meanwhile costs no token", async () => {
    // An idle limit of 20 hours is noted each hour.
    const { stage, browser, open } = await signedIn(server);
    const busy = { idleSeconds: 72_000 };
    stage.time.advance(hour + 1);
    stage.network.next("late");
    const [session] = await open();
    const token = session?.accessToken() ?? raise("none");
    const release = await stage.network.held();
    const other = await stage.process(busy).open(browser.request("/"));
    expect(other?.headers().getSetCookie()).toHaveLength(1);
    release();
    expect(await opens(server, await stage.time.settle(token))).toBe(true);
    expect(new Set(await newToken(await open()))).toEqual(new Set([await token]));
  });

  test("BF-12: whoever signs out while it is renewed stays signed out, and the new tokens are revoked too", async () => {
    const { stage, browser, open } = await signedIn(server);
    stage.time.advance(hour + 1);
    stage.network.next("late");
    const [session] = await open();
    const token = failureOf(session?.accessToken() ?? raise("none"));
    const release = await stage.network.held();
    expect((await browser.call("/auth/logout", { method: "POST" })).status).toBe(200);
    release();
    expect(await stage.time.settle(token)).toBe("session_ended");
    expect(stage.network.requests.filter((line) => line.endsWith("/oauth2/revoke"))).toHaveLength(2);
  });
});

/** The way back from the provider: what began in a browser ends in that browser, once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { SessionStore } from "../src/session/index.ts";
import { isSignedIn, type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server);
});
afterAll(() => server.close());

describe("the answer of the provider", () => {
  test("BF-07: is refused in a browser that did not begin", async () => {
    const path = await stage.answer(stage.fresh());
    const stranger = stage.fresh();
    const response = await stranger.open(path);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<a href="/auth/login?returnTo=%2F">Sign in again</a>');
    expect(await isSignedIn(stranger)).toBe(false);
    expect(stage.events.at(-1)).toMatchObject({ type: "sign_in_failed", code: "sign_in_unknown" });
  });

  test("BF-07: the transaction is in a __Host- cookie for ten minutes, and not readable", async () => {
    const begun = await stage.fresh().open("/auth/login");
    const [line = "", ...more] = begun.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^__Host-poolhouse-session-sign-in-[\w-]{22}=[\w-]+; .*Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
    const { searchParams } = new URL(begun.headers.get("location") ?? "");
    for (const name of ["state", "nonce"]) expect(line).not.toContain(searchParams.get(name));
  });

  test("BF-07: is refused when it comes after ten minutes", async () => {
    const browser = stage.fresh();
    const path = await stage.answer(browser);
    stage.time.advance(600_000);
    const sent = stage.network.requests.length;
    expect((await browser.open(path)).status).toBe(400);
    expect(stage.events.at(-1)).toMatchObject({ type: "sign_in_failed", code: "sign_in_unknown" });
    // The code is left alone.
    expect(stage.network.requests.slice(sent)).toEqual([]);
  });

  test("BF-08: works once; a replay is 400 even with the cookie back, and the code is not sent again", async () => {
    const sessions = stage.process();
    const browser = stage.browser(sessions);
    const path = await stage.answer(browser);
    const cookies = new Map(browser.cookies);
    expect((await browser.open(path)).status).toBe(303);
    expect((await browser.open(path)).status).toBe(400);
    const sent = stage.network.requests.length;
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await browser.open(path)).status).toBe(400);
    // Another process of the app knows as well.
    const elsewhere = stage.browser(stage.process());
    for (const [name, value] of cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.open(path)).status).toBe(400);
    expect(stage.network.requests.slice(sent).filter((line) => line.includes("/token"))).toEqual([]);
  });

  test("BF-08: a state that is another's, missing, doubled or changed finds nothing", async () => {
    const browser = stage.fresh();
    const path = await stage.answer(browser);
    const state = new URLSearchParams(path.split("?")[1]).get("state") ?? "";
    for (const bent of [
      path.replace(state, `${state}x`),
      path.replace(`state=${state}`, "state="),
      `${path}&state=${state}`,
      "/callback",
      `/callback?code=stolen&state=${state.toUpperCase()}`,
    ]) {
      expect((await browser.open(bent)).status).toBe(400);
    }
    expect((await browser.open(path)).status).toBe(303);
  });

  test("BF-08: with another issuer, or none where the provider names itself, it is refused and used up", async () => {
    for (const bend of [
      (path: string) => path.replace(/iss=[^&]*/, "iss=https%3A%2F%2Fevil.example"),
      (path: string) => path.replace(/&?iss=[^&]*/, ""),
    ]) {
      const browser = stage.fresh();
      const path = await stage.answer(browser);
      expect((await browser.open(bend(path))).status).toBe(400);
      expect(stage.events.at(-1)).toMatchObject({ code: "callback_issuer_mismatch" });
      expect((await browser.open(path)).status).toBe(400);
    }
  });

  test("BF-09: an ID token whose signature is wrong signs nobody in", async () => {
    const bent: typeof fetch = async (input, init) => {
      const response = await stage.network.fetch(input, init);
      if (!String(input).endsWith("/oauth2/token")) return response;
      const body = await response.json();
      const [head, payload, signature = ""] = body.id_token.split(".");
      const other = signature.startsWith("A") ? "B" : "A";
      return Response.json({ ...body, id_token: [head, payload, other + signature.slice(1)].join(".") });
    };
    const browser = stage.browser(stage.process({ fetch: bent }));
    const response = await browser.signIn(stage.person);
    expect(response.status).toBe(502);
    expect(stage.events.at(-1)).toMatchObject({ type: "sign_in_failed", code: "id_token_signature" });
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("MD-06: metadata that names another issuer stop the sign-in before it begins", async () => {
    const bent: typeof fetch = async (input, init) => {
      const response = await stage.network.fetch(input, init);
      return Response.json({ ...(await response.json()), issuer: `${stage.issuer}/` });
    };
    const response = await stage.browser(stage.process({ fetch: bent })).open("/auth/login");
    expect(response.status).toBe(502);
    expect(response.headers.get("location")).toBeNull();
    expect(stage.events.at(-1)).toMatchObject({ type: "sign_in_failed", code: "issuer_mismatch" });
  });

  test("with prompt=none and nobody signed in leads back to the page, without an error", async () => {
    const browser = stage.fresh();
    const begun = await browser.open("/auth/login?prompt=none&returnTo=/quiet");
    const { pathname, search } = new URL(begun.headers.get("location") ?? "");
    const asked = await fetch(server.url + pathname + search, { redirect: "manual" });
    const back = new URL(asked.headers.get("location") ?? "");
    expect(back.searchParams.get("error")).toBe("login_required");
    const response = await browser.open(back.pathname + back.search);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/quiet"]);
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("that comes again says nothing of who is signed in, and leads back to the app as well as to the sign-in", async () => {
    const browser = stage.fresh();
    const path = await stage.answer(browser);
    await browser.open(path);
    // As whoever goes back to the provider's page and sends it once more.
    const response = await browser.open(path);
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(page).toContain("This sign-in was not finished");
    expect(page).not.toContain("not signed in");
    expect(page).toContain('<a href="/">Go to the start page</a>');
    expect(await isSignedIn(browser)).toBe(true);
  });

  test("with an error shows a page with a way back, and nothing of what the query says", async () => {
    const browser = stage.fresh();
    const begun = await browser.open("/auth/login?returnTo=/home");
    const { searchParams } = new URL(begun.headers.get("location") ?? "");
    const words = "error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    const query = `error=access_denied&${words}&state=${searchParams.get("state")}&iss=${encodeURIComponent(stage.issuer)}`;
    const response = await browser.open(`/callback?${query}`);
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).not.toMatch(/script|access_denied/);
    expect(page).toContain("It was cancelled, or the sign-in service refused it.");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(stage.events.at(-1)).toMatchObject({ code: "sign_in_refused" });
  });

  test("that the app cannot redeem says whom to ask, and gives nothing away", async () => {
    const browser = stage.browser(stage.process({ clientSecret: "the one before it was changed" }));
    const response = await browser.signIn(stage.person);
    const page = await response.text();
    expect(response.status).toBe(502);
    expect(page).toContain("Whoever runs the app finds the reason in its event sign_in_failed.");
    expect(page).not.toMatch(/secret|invalid_client|taken too long/);
    expect(stage.events.at(-1)).toMatchObject({
      code: "token_refused",
      error: { oauth: { error: "invalid_client" } },
    });
  });

  test("comes while no session can be stored: 503, the one they had goes on, and the new tokens are revoked", async () => {
    const before = stage.fresh();
    await before.signIn(stage.person);
    const store: SessionStore = {
      ...stage.store,
      async insert(id, entry) {
        if (entry.subject !== undefined) throw new Error("connection lost");
        return stage.store.insert(id, entry);
      },
    };
    const again = stage.browser(stage.process({ store }));
    for (const [name, value] of before.cookies) again.cookies.set(name, value);
    const revoked = () =>
      stage.network.requests.filter((request) => request.endsWith("/oauth2/revoke")).length;
    const earlier = revoked();
    const response = await again.signIn(stage.person);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("Nothing was lost");
    expect(await isSignedIn(before)).toBe(true);
    expect(await isSignedIn(again)).toBe(true);
    expect(revoked() - earlier).toBe(1);
  });

  test("comes while the provider's token endpoint is out of reach: 503, and a new sign-in works", async () => {
    const browser = stage.fresh();
    await browser.open("/auth/login");
    const path = await stage.answer(browser);
    stage.network.cutOff(true);
    const response = await browser.open(path);
    stage.network.cutOff(false);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await browser.signIn(stage.person)).status).toBe(303);
  });
});

/** A web app signs somebody in, calls an API for them, renews and signs them out: with a store, and with a cookie. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createGuard } from "@poolhouse/client/guard";
import { memoryStore } from "@poolhouse/client/session";
import { startApp } from "./_app.mjs";
import { clients, issuer, user } from "./_quickstart.mjs";

const modes = [
  { name: "in a store", options: () => ({ store: memoryStore() }) },
  { name: "in a cookie", options: () => ({ cookie: /** @type {const} */ (true) }) },
  {
    name: "in a cookie, with refresh tokens of 8 kB",
    options: () => ({ cookie: /** @type {const} */ (true), fetch: enlarging }),
  },
];

/**
 * The provider gets its refresh tokens back as they were.
 * @type {typeof fetch}
 */
async function enlarging(input, init) {
  const form = init?.body instanceof URLSearchParams ? new URLSearchParams(init.body) : undefined;
  for (const name of ["refresh_token", "token"]) {
    const value = form?.get(name);
    if (value) form?.set(name, value.replace(/~.*/, ""));
  }
  const response = await fetch(input, form === undefined ? init : { ...init, body: form });
  if (!String(input).endsWith("/oauth2/token")) return response;
  const body = await response.json();
  // Where tokens are not rotated, a refresh brings none.
  if (body.refresh_token) body.refresh_token = `${body.refresh_token}~`.padEnd(8_192, "p");
  return Response.json(body, { status: response.status });
}

for (const { name, options } of modes) {
  test(`a session ${name}, from its beginning to its end`, async (story) => {
    let aheadMs = 0;
    /** @type {string[]} */
    const events = [];
    const { browser, close } = await startApp({
      ...options(),
      now: () => Date.now() + aheadMs,
      onEvent: ({ type }) => events.push(type),
    });
    story.after(close);
    assert.equal((await browser.call("/auth/session")).status, 401);
    const arrived = await browser.signIn();
    assert.deepEqual([arrived.status, arrived.headers.location], [303, "/boats"]);
    assert.equal(JSON.parse((await browser.call("/auth/session")).body).claims.sub, user.sub);
    assert.equal(JSON.parse((await browser.call("/api/oauth2/userInfo")).body).sub, user.sub);
    aheadMs = 3_600_001;
    assert.equal((await browser.call("/api/oauth2/userInfo")).status, 200);
    assert.deepEqual(events, ["signed_in", "renewed"]);
    const { revoked, url } = JSON.parse((await browser.call("/auth/logout", "POST")).body);
    assert.equal(revoked, true);
    assert.ok(URL.canParse(url));
    assert.equal((await browser.call("/auth/session")).status, 401);
    assert.equal(browser.cookie(), "");
  });
}

test("an API takes a person's access token, and not the ID token", async (story) => {
  /** @type {string[]} */
  const idTokens = [];
  const { browser, close, sessions } = await startApp({
    store: memoryStore(),
    async fetch(input, init) {
      const response = await fetch(input, init);
      if (String(input).endsWith("/oauth2/token")) idTokens.push((await response.clone().json()).id_token);
      return response;
    },
  });
  story.after(close);
  await browser.signIn();
  const cookie = browser.cookie();
  const session = await sessions.open(new Request("http://localhost/", { headers: { cookie } }));
  const guard = createGuard({ issuer, clientIds: [clients.web.clientId] });
  const { subject } = await guard.verify((await session?.accessToken()) ?? "");
  assert.equal(subject, user.sub);
  await assert.rejects(guard.verify(idTokens[0] ?? ""), { code: "token_use" });
});

/** What of the tokens can be found where: in answers to the browser, in the store, in events. Tokens of all sizes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addToGroups } from "../../server/test/support/pool.ts";
import { startTestServer, type TestServer } from "../../server/test/support/server.ts";
import type { SessionsOptions } from "../src/session/index.ts";
import type { AppBrowser } from "./support/session-browser.ts";
import { rotating, type SessionStage, setSessionStage } from "./support/session-stage.ts";

let server: TestServer;
let stage: SessionStage;

beforeAll(async () => {
  server = await startTestServer();
  stage = await setSessionStage(server, rotating());
});
afterAll(() => server.close());

const tokenNames = ["access_token", "id_token", "refresh_token"] as const;

/** Sees every token, and makes refresh tokens as large as asked: the provider gets them back as they were. */
function network(padding = 0): { readonly fetch: typeof fetch; readonly tokens: Record<string, string>[] } {
  const tokens: Record<string, string>[] = [];
  return {
    tokens,
    fetch: async (input, init) => {
      const form = init?.body instanceof URLSearchParams ? new URLSearchParams(init.body) : undefined;
      for (const name of ["refresh_token", "token"]) {
        const value = form?.get(name);
        if (value !== undefined && value !== null) form?.set(name, value.replace(/~.*/, ""));
      }
      const response = await stage.network.fetch(input, form === undefined ? init : { ...init, body: form });
      if (!String(input).endsWith("/oauth2/token")) return response;
      const body = await response.json();
      if (body.refresh_token !== undefined && padding > 0) {
        body.refresh_token += `~${"p".repeat(Math.max(0, padding - body.refresh_token.length - 1))}`;
      }
      tokens.push(body);
      return Response.json(body, { status: response.status });
    },
  };
}

/** A whole life: sign in, look, call, renew, call, sign out. */
async function live(browser: AppBrowser, options: { readonly logout: boolean }): Promise<void> {
  await browser.signIn(stage.person);
  for (let hours = 0; hours < 2; hours += 1) {
    expect((await stage.time.settle(browser.call("/auth/session"))).status).toBe(200);
    expect((await stage.time.settle(browser.call("/api/oauth2/userInfo"))).status).toBe(200);
    stage.time.advance(3_600_001);
  }
  expect((await stage.time.settle(browser.call("/api/oauth2/userInfo"))).status).toBe(200);
  if (options.logout) await browser.call("/auth/logout", { method: "POST" });
}

const proxied = () => ({ proxy: [{ prefix: "/api/", upstream: `${server.url}/` }] });

/** A token, or any fifth of it: enough to notice pieces. */
function foundIn(text: string, tokens: readonly Record<string, string>[]): string[] {
  return tokens.flatMap((set) =>
    tokenNames.filter((name) => {
      const token = set[name] ?? "";
      const size = Math.max(24, Math.floor(token.length / 5));
      // The head of a JWT is the same in all of them, and says nothing.
      return [1, 2, 3, 4].some((part) => text.includes(token.slice(part * size, part * size + 24) || token));
    }),
  );
}

describe.each([
  ["in a store", (options: Partial<SessionsOptions>) => stage.process(options)],
  ["in a cookie", (options: Partial<SessionsOptions>) => stage.cookieProcess(options)],
] as const)("a whole life of a session %s", (_name, start) => {
  test("BF-01, BF-02: shows the browser no token in any header or body", async () => {
    const { fetch, tokens } = network();
    const browser = stage.browser(start({ fetch, ...proxied() }));
    await live(browser, { logout: true });
    expect(tokens).toHaveLength(3);
    expect(browser.seen.length).toBeGreaterThan(10);
    expect(foundIn(JSON.stringify(tokens), tokens).length).toBeGreaterThan(8);
    expect(foundIn(browser.seen.join("\n"), tokens)).toEqual([]);
  });

  test("no token is in an event, and no refresh token's piece in an error", async () => {
    const { fetch, tokens } = network();
    const browser = stage.browser(start({ fetch, ...proxied() }));
    await browser.signIn(stage.person);
    stage.time.advance(3_600_001);
    stage.network.usual("lost");
    await stage.time.settle(browser.call("/api/oauth2/userInfo"));
    stage.network.usual("pass");
    const failed = stage.events.filter(({ type }) => type === "renewal_failed" || type === "request_failed");
    expect(failed.length).toBeGreaterThan(0);
    expect(foundIn(written(stage.events), tokens)).toEqual([]);
  });

  test.each([512, 2_048, 4_096, 8_192])("CK-04: works with refresh tokens of %i bytes", async (size) => {
    const { fetch, tokens } = network(size);
    const browser = stage.browser(start({ fetch, ...proxied() }));
    await live(browser, { logout: false });
    expect(tokens.at(-1)?.["refresh_token"]?.length).toBeGreaterThanOrEqual(size);
    for (const [name, value] of browser.cookies)
      expect(name.length + 1 + value.length).toBeLessThanOrEqual(4_096);
    await browser.call("/auth/logout", { method: "POST" });
    expect(browser.cookies.size).toBe(0);
  });
});

test("CK-04: a refresh token too large for cookies is refused at sign-in, and says what to use", async () => {
  const browser = stage.browser(stage.cookieProcess({ fetch: network(12_000).fetch }));
  expect((await browser.signIn(stage.person)).status).toBe(500);
  expect(stage.events.at(-1)).toMatchObject({ type: "sign_in_failed", code: "storage_unavailable" });
});

test("BF-13: the store knows neither the cookie's value nor a token, a name or an address", async () => {
  const { fetch, tokens } = network();
  const written: string[] = [];
  const store = new Proxy(stage.store, {
    get:
      (target, name: keyof typeof stage.store) =>
      (...args: unknown[]) => {
        written.push(JSON.stringify(args));
        return Reflect.apply(target[name], target, args);
      },
  });
  const browser = stage.browser(stage.process({ fetch, store, ...proxied() }));
  await live(browser, { logout: false });
  const dump = written.join("\n");
  expect(written.length).toBeGreaterThan(5);
  expect(dump).not.toContain(browser.cookies.get("__Host-poolhouse-session"));
  // As a word: three letters in a row turn up in any ciphertext.
  expect(dump).not.toMatch(/(?<![\w-])ada(?![\w-])/);
  for (const word of [stage.person.sub, stage.client.clientId]) expect(dump).not.toContain(word);
  expect(foundIn(dump, tokens)).toEqual([]);
});

test("CK-04: access and ID tokens of more than 8 kB work in both modes, with a small cookie", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `${"g".repeat(120)}${index}`);
  await addToGroups(server, stage.poolId, stage.person.username, names);
  for (const start of [stage.process, stage.cookieProcess]) {
    const { fetch, tokens } = network();
    const browser = stage.browser(start({ fetch, ...proxied() }));
    await live(browser, { logout: false });
    expect(tokens.at(-1)?.["access_token"]?.length).toBeGreaterThan(8_192);
    expect(tokens.at(-1)?.["id_token"]?.length).toBeGreaterThan(8_192);
    expect([...browser.cookies.values()].join("").length).toBeLessThan(2_048);
  }
});

/** Errors too, with their causes. */
function written(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Error ? { ...each, message: each.message, stack: each.stack, cause: each.cause } : each,
  );
}

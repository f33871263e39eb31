import { expect, test } from "vitest";
import { memoryStore } from "./memory-store.ts";
import type { SessionsOptions } from "./options.ts";
import { createSessions } from "./sessions.ts";

const key = "c2Vzc2lvbi1rZXktb2YtMzItYnl0ZXMtZm9yLXRlc3Q";
const good: SessionsOptions = {
  issuer: "https://id.example.com/pool",
  clientId: "client",
  redirectUri: "https://app.example.com/callback",
  keys: [key],
  store: memoryStore(),
};
const { store: _store, ...storeless } = good;
const rule = { prefix: "/api/", upstream: "http://localhost:4000/" };

test("good settings are taken, on a loopback address without TLS too", () => {
  expect(() => createSessions(good)).not.toThrow();
  expect(() => createSessions({ ...storeless, cookie: true })).not.toThrow();
  expect(() => createSessions({ ...storeless, cookie: { rememberedSessions: 5 } })).not.toThrow();
  const local = { issuer: "http://localhost:7665/p", redirectUri: "http://127.0.0.1:3000/callback" };
  expect(() => createSessions({ ...good, ...local, keys: [key, `${key}=`], proxy: [rule] })).not.toThrow();
});

test("a redirect URI whose end is like a route's is none of them", () => {
  for (const path of ["/user/login", "/oidc/session", "/login"]) {
    expect(() => createSessions({ ...good, redirectUri: `https://app.example.com${path}` })).not.toThrow();
  }
});

const bad: readonly (readonly [string, SessionsOptions, RegExp])[] = [
  ["an issuer without TLS", { ...good, issuer: "http://id.example.com/pool" }, /issuer must be https/],
  ["an issuer that is no address", { ...good, issuer: "id.example.com" }, /issuer/],
  ["no client id", { ...good, clientId: "" }, /clientId is missing/],
  // @ts-expect-error The environment variable is missing.
  ["a client id that is undefined", { ...good, clientId: undefined }, /clientId is missing/],
  // @ts-expect-error As the protocol writes them.
  ["scopes that are one text", { ...good, scopes: "openid email" }, /scopes must be a list/],
  ["no key", { ...good, keys: [] }, /keys needs at least one/],
  // @ts-expect-error A program without types may leave it out.
  ["keys left out", { ...good, keys: undefined }, /keys needs at least one/],
  // @ts-expect-error The environment variable is missing.
  ["a key that is undefined", { ...good, keys: [undefined] }, /keys\[0\] must be 32/],
  ["a short key", { ...good, keys: ["c2hvcnQ"] }, /keys\[0\] must be 32/],
  [
    "a passphrase for a key",
    { ...good, keys: [key, "correct horse battery staple"] },
    /keys\[1\] must be 32/,
  ],
  ["neither store nor cookie", storeless, /give store .*or cookie/],
  ["both", { ...good, cookie: true }, /not both/],
  // @ts-expect-error The function that makes one.
  ["a store that is none", { ...good, store: memoryStore }, /store must be what memoryStore\(\)/],
  // @ts-expect-error Off is no mode.
  ["cookie: false", { ...storeless, cookie: false }, /give store/],
  [
    "a redirect URI without TLS",
    { ...good, redirectUri: "http://app.example.com/callback" },
    /redirectUri must be https/,
  ],
  [
    "a redirect URI with a wildcard",
    { ...good, redirectUri: "https://*.example.com/callback" },
    /one whole address/,
  ],
  [
    "a redirect URI that is a path",
    { ...good, redirectUri: "/callback" },
    /redirectUri must be one whole address/,
  ],
  [
    "a redirect URI with a fragment",
    { ...good, redirectUri: "https://app.example.com/callback#a" },
    /no fragment and no user name/,
  ],
  [
    "a redirect URI with a user name",
    { ...good, redirectUri: "https://ada@app.example.com/callback" },
    /no fragment and no user name/,
  ],
  [
    "a redirect URI with a password",
    { ...good, redirectUri: "https://:pass@app.example.com/callback" },
    /no fragment and no user name/,
  ],
  [
    "a redirect URI on another route",
    { ...good, redirectUri: "https://app.example.com/auth/login" },
    /path of its own/,
  ],
  [
    "a redirect URI that is the start page",
    { ...good, redirectUri: "https://app.example.com/" },
    /redirectUri must have a path of its own, such as \/callback/,
  ],
  ["a logout URI without TLS", { ...good, logoutUri: "http://app.example.com/" }, /logoutUri must be https/],
  ["a base path with a slash at its end", { ...good, basePath: "/auth/" }, /basePath/],
  ["an empty base path", { ...good, basePath: "" }, /basePath/],
  ["a cookie name with a prefix of its own", { ...good, cookieName: "__Host-a=b" }, /cookieName/],
  ["CK-05: partitioned without SameSite=None", { ...good, partitioned: true }, /partitioned needs sameSite/],
  [
    "CK-05: SameSite=None without TLS",
    { ...good, redirectUri: "http://localhost:3000/callback", sameSite: "none" },
    /needs an https/,
  ],
  // @ts-expect-error Not a word of the attribute.
  ["an unknown sameSite", { ...good, sameSite: "any" }, /sameSite/],
  ["an endless time-out", { ...good, timeoutMs: Number.POSITIVE_INFINITY }, /timeoutMs/],
  // @ts-expect-error One instead of a list.
  ["a proxy that is no list", { ...good, proxy: rule }, /proxy must be a list/],
  ["no idle time", { ...good, idleSeconds: 0 }, /idleSeconds/],
  ["an endless session", { ...good, absoluteSeconds: Number.POSITIVE_INFINITY }, /absoluteSeconds/],
  [
    "BF-05: a proxy prefix without slashes",
    { ...good, proxy: [{ ...rule, prefix: "/api" }] },
    /proxy prefix/,
  ],
  ["BF-05: a proxy for everything", { ...good, proxy: [{ ...rule, prefix: "/" }] }, /proxy prefix/],
  ["BF-05: dots in a proxy prefix", { ...good, proxy: [{ ...rule, prefix: "/api/../" }] }, /proxy prefix/],
  [
    "BF-05: an upstream without TLS",
    { ...good, proxy: [{ ...rule, upstream: "http://api/" }] },
    /allowPlainHttp/,
  ],
  [
    "BF-05: an upstream with a wildcard",
    { ...good, proxy: [{ ...rule, upstream: "https://*.x/" }] },
    /upstream/,
  ],
  [
    "BF-05: an upstream with a user name",
    { ...good, proxy: [{ ...rule, upstream: "https://ada@x/" }] },
    /without a user name/,
  ],
  [
    "BF-05: an upstream with a password",
    { ...good, proxy: [{ ...rule, upstream: "https://:pass@x/" }] },
    /without a user name/,
  ],
  [
    "BF-05: an upstream with a query",
    { ...good, proxy: [{ ...rule, upstream: "https://x/?a=/" }] },
    /end with a slash/,
  ],
  [
    "BF-05: an upstream with a fragment",
    { ...good, proxy: [{ ...rule, upstream: "https://x/#/" }] },
    /end with a slash/,
  ],
  [
    "BF-05: an upstream without slash",
    { ...good, proxy: [{ ...rule, upstream: "https://x/v1" }] },
    /end with a slash/,
  ],
];

test.each(bad)("BF-17: %s stops the start and says what to change", (_name, options, words) => {
  expect(() => createSessions(options)).toThrow(words);
  expect(() => createSessions(options)).toThrow(expect.objectContaining({ code: "config_invalid" }));
});

test("BF-17: what is said of a bad key does not repeat it", () => {
  expect(() => createSessions({ ...good, keys: ["hunter2hunter2"] })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
  );
});

test("an upstream without TLS is taken where that is said aloud", () => {
  const proxy = [{ prefix: "/api/", upstream: "http://api:4000/", allowPlainHttp: true }];
  expect(() => createSessions({ ...good, proxy })).not.toThrow();
});

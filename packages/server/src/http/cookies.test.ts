import { expect, test } from "vitest";
import { poolId } from "../core/ids.ts";
import { deleteCookie, readCookie, sessionCookie, setCookie } from "./cookies.ts";
import type { HttpRequest } from "./request.ts";
import { newFacts } from "./request-facts.ts";

const plain = {
  publicUrl: "http://localhost:7665",
  region: "us-east-1",
  accountId: "000000000000",
  isDev: false,
  guessesPerSource: 1000,
  restoredAt: 0,
};
const secure = { ...plain, publicUrl: "https://id.example.com" };
const cookie = sessionCookie(poolId("us-east-1_aaaaaaaaa"), 3600);
const name = "poolhouse-session-us-east-1_aaaaaaaaa";
const value = "v".repeat(43);

function requestWith(cookies: string | undefined): HttpRequest {
  return {
    requestId: "r",
    method: "GET",
    path: "/",
    query: "",
    params: {},
    headers: { cookie: cookies },
    distinctHeaders: () => ({}),
    body: new Uint8Array(),
    facts: newFacts({ requestId: "r", method: "GET", route: "/", source: "" }),
    source: "127.0.0.1",
  };
}

test("CK-01: over https the cookie has the prefix and everything the prefix asks for", () => {
  expect(setCookie(secure, cookie, value)).toBe(
    `__Host-${name}=${value}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure`,
  );
  expect(deleteCookie(secure, cookie)).toBe(
    `__Host-${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`,
  );
});

test("without TLS on this machine it has neither prefix nor Secure, which browsers would refuse", () => {
  expect(setCookie(plain, cookie, value)).toBe(
    `${name}=${value}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`,
  );
});

test.each([
  [undefined, undefined],
  ["", undefined],
  [`${name}=${value}`, value],
  [`a=b; ${name}=${value}; c=d`, value],
  [`a=b;${name}=${value};c=d`, value],
  [`x${name}=${value}`, undefined],
  [`${name}x=${value}`, undefined],
  [`${name}=${value}x`, undefined],
  [`${name}="${value}"`, undefined],
  [`${name}=${value}; ${name}=${value}`, undefined],
  [`${name}=; ${name}=${value}`, undefined],
])("CK-06: from %j it reads %j", (header, expected) => {
  expect(readCookie(plain, requestWith(header), cookie)).toBe(expected);
});

test("CK-06: over https only the name with the prefix counts", () => {
  const other = "w".repeat(43);
  expect(readCookie(secure, requestWith(`${name}=${other}; __Host-${name}=${value}`), cookie)).toBe(value);
  expect(readCookie(secure, requestWith(`${name}=${other}`), cookie)).toBeUndefined();
});

import { expect, test } from "vitest";
import { type CookieRules, deleteCookie, readCookies, setCookie } from "./cookie.ts";

const rules: CookieRules = { name: "s", isSecure: true, sameSite: "lax", isPartitioned: false };
const cookieHeader = (cookie: string) => new Headers({ cookie });

test("CK-01: over https it has the prefix, Secure, HttpOnly and Path=/, and no Domain", () => {
  expect(setCookie(rules, "s", "v", 60)).toBe(
    "__Host-s=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
  );
});

test("CK-01: on a loopback address without TLS it goes without prefix and Secure", () => {
  const plain = { ...rules, isSecure: false };
  expect(setCookie(plain, "s", "v", 60)).toBe("s=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
  expect(readCookies(plain, cookieHeader("s=v")).get("s")).toBe("v");
});

test("CK-02: SameSite is Lax, or Strict where it is asked for", () => {
  expect(setCookie({ ...rules, sameSite: "strict" }, "s", "v", 60)).toContain("; SameSite=Strict");
});

test("CK-05: Partitioned comes with SameSite=None and Secure", () => {
  const framed = { ...rules, sameSite: "none", isPartitioned: true } as const;
  const line = "__Host-s=v; Path=/; Max-Age=60; HttpOnly; SameSite=None; Secure; Partitioned";
  expect(setCookie(framed, "s", "v", 60)).toBe(line);
  expect(deleteCookie(framed, "s")).toBe(line.replace("=v;", "=;").replace("60", "0"));
});

test("CK-06: two cookies of a name count as none, and one without the prefix is not seen", () => {
  expect(readCookies(rules, cookieHeader("__Host-s=a; __Host-s=b; __Host-t=c")).get("s")).toBeUndefined();
  expect(readCookies(rules, cookieHeader("__Host-s=a; __Host-s=b; __Host-t=c")).get("t")).toBe("c");
  expect([...readCookies(rules, cookieHeader("s=planted; __Host-s=a"))]).toEqual([["s", "a"]]);
  expect(readCookies(rules, new Headers()).size).toBe(0);
});

test("CK-09: a life is whole seconds, and never longer than browsers keep it", () => {
  expect(setCookie(rules, "s", "v", 59.9)).toContain("Max-Age=59;");
  expect(setCookie(rules, "s", "v", -5)).toContain("Max-Age=0;");
  expect(setCookie(rules, "s", "v", 1e12)).toContain("Max-Age=34560000;");
});

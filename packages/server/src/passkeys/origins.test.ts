import { expect, test } from "vitest";
import { isOriginOf } from "./origins.ts";

const app = `android:apk-key-hash:${"A".repeat(43)}`;

test.each([
  ["example.com", "https://example.com"],
  ["example.com", "https://app.example.com"],
  ["example.com", "https://a.b.example.com:8443"],
  ["localhost", "http://localhost"],
  ["localhost", "http://localhost:3000"],
  ["localhost", "https://localhost:8443"],
  ["localhost", "http://app.localhost:3000"],
  ["example.com", app],
])("%s may be answered for by %s", (relyingPartyId, origin) => {
  expect(isOriginOf(relyingPartyId, origin)).toBe(true);
});

test.each([
  ["example.com", "http://example.com"],
  ["example.com", "https://example.com.evil.net"],
  ["example.com", "https://evilexample.com"],
  ["example.com", "https://evil.net/?example.com"],
  ["example.com", "https://ada@example.com"],
  ["example.com", "https://example.com/"],
  ["example.com", "https://example.com/sign-in"],
  ["example.com", "https://EXAMPLE.com"],
  ["example.com", "https://example.com:443"],
  ["example.com", "https://example.com."],
  ["app.example.com", "https://example.com"],
  ["example.com", "ftp://example.com"],
  ["example.com", "http://localhost:3000"],
  ["localhost", "http://127.0.0.1:3000"],
  ["localhost", "http://localhost.evil.net"],
  ["example.com", "null"],
  ["example.com", ""],
  ["example.com", `${app}A`],
  ["example.com", "android:apk-key-hash:"],
  ["example.com", "ios:bundle-id:com.example"],
])("%s may not be answered for by %s", (relyingPartyId, origin) => {
  expect(isOriginOf(relyingPartyId, origin)).toBe(false);
});

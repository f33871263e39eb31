import fc from "fast-check";
import { expect, test } from "vitest";
import { isRegisteredCallback } from "./redirect-uri.ts";

const registered = ["https://app.example.com/callback", "http://127.0.0.1:8000/cb?x=1", "http://[::1]/"];

test.each([
  "https://app.example.com/callback",
  "http://127.0.0.1:8000/cb?x=1",
  "http://127.0.0.1/cb?x=1",
  "http://[::1]:65535/",
])("AZ-04: %s is registered", (uri) => expect(isRegisteredCallback(registered, uri)).toBe(true));

test("AZ-01: no character can be changed, added or left out, but in a loopback port", () => {
  const position = fc.nat(40);
  const character = fc.constantFrom(..." /\\?#@:.%;&=+*[]\u0000\t\n\u200bаA0a".split(""));
  fc.assert(
    fc.property(
      fc.constantFrom(...registered),
      position,
      character,
      fc.boolean(),
      (uri, at, letter, replaces) => {
        const changed = uri.slice(0, at) + letter + uri.slice(replaces ? at + 1 : at);
        const port = /^http:\/\/(?:127\.0\.0\.1|\[::1\])(?::([1-9]\d{0,4}))?(?:\/cb\?x=1|\/)$/.exec(changed);
        const isPort = port !== null && Number(port[1] ?? 80) <= 65_535;
        expect(isRegisteredCallback(registered, changed)).toBe(registered.includes(changed) || isPort);
      },
    ),
    { numRuns: 2000 },
  );
});

test("AZ-04: localhost and https have no free port", () => {
  expect(isRegisteredCallback(["http://localhost:3000/cb"], "http://localhost:3001/cb")).toBe(false);
  expect(isRegisteredCallback(["https://127.0.0.1/cb"], "https://127.0.0.1:8443/cb")).toBe(false);
});

import { inspect } from "node:util";
import { expect, test } from "vitest";
import { signingKey } from "./signing-key.ts";

const scope = { date: "20150830", region: "us-east-1", service: "iam" };
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

test("derives the key of AWS's published example", () => {
  expect(signingKey(secret, scope).export().toString("hex")).toBe(
    "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
  );
});

test("derives a key once, and one for each secret, day, region and service", () => {
  const key = signingKey(secret, scope);
  expect(signingKey(secret, scope)).toBe(key);
  const others = [
    signingKey(`${secret}.`, scope),
    signingKey(secret, { ...scope, date: "20150831" }),
    signingKey(secret, { ...scope, region: "us-east-2" }),
    signingKey(secret, { ...scope, service: "sts" }),
  ];
  expect(others.some((other) => other.equals(key))).toBe(false);
});

test("forgets the key that was unused the longest", () => {
  const kept = signingKey(secret, scope);
  const dropped = signingKey("dropped", scope);
  for (let index = 0; index < 63; index++) {
    signingKey(`other ${index}`, scope);
    expect(signingKey(secret, scope)).toBe(kept);
  }
  const again = signingKey("dropped", scope);
  expect(again).not.toBe(dropped);
  expect(again.equals(dropped)).toBe(true);
});

test("a key prints nothing of itself", () => {
  const key = signingKey(secret, scope);
  expect(inspect(key, { depth: null, showHidden: true })).not.toContain(key.export().toString("hex"));
  expect(JSON.stringify(key)).toBe("{}");
});

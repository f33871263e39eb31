import { expect, test } from "vitest";
import { canonicalAddress, sourceKey } from "./network-address.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["::FFFF:cb00:7107", "203.0.113.7"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::1", "::1"],
])("%s is %s", (given, address) => {
  expect(canonicalAddress(given)).toBe(address);
});

test.each([
  "",
  "unknown",
  "203.0.113",
  "203.0.113.256",
  "203.0.113.07",
  "1.2.3.4.5",
  "2001:db8:::1",
  "[::1]",
  "::1]/x",
  "1.2.3.4/",
])("%j is no address", (given) => expect(canonicalAddress(given)).toBeUndefined());

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["2001:db8:0:0:ffff::", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["no address", "no address"],
])("AC-04: guesses from %s are counted under %s", (source, key) => {
  expect(sourceKey(source)).toBe(key);
});

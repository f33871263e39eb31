import { expect, test } from "vitest";
import { endOf, isUseWorthNoting, recordOfText, recordToText } from "./record.ts";

const tokens = {
  accessToken: "a",
  refreshToken: "r",
  claims: { sub: "s", iss: "https://id.example.com" },
  expiresAt: Number.POSITIVE_INFINITY,
  renewAt: Number.POSITIVE_INFINITY,
};
const limits = { idleMs: 1_000, absoluteMs: 3_000 };

test("a record comes back as it was, also where the provider does not say when a token ends", () => {
  const record = { tokens, createdAt: 1, seenAt: 2 };
  expect(recordOfText(recordToText(record))).toEqual(record);
  const dated = { ...record, tokens: { ...tokens, expiresAt: 7, renewAt: 5 } };
  expect(recordOfText(recordToText(dated))).toEqual(dated);
});

test("CK-08: whichever limit comes first ends it", () => {
  expect(endOf({ createdAt: 0, seenAt: 500 }, limits)).toBe(1_500);
  expect(endOf({ createdAt: 0, seenAt: 2_500 }, limits)).toBe(3_000);
});

test("a use is noted once a twentieth of the idle limit has passed since the last one", () => {
  expect(isUseWorthNoting({ seenAt: 100 }, limits, 149)).toBe(false);
  expect(isUseWorthNoting({ seenAt: 100 }, limits, 150)).toBe(true);
});

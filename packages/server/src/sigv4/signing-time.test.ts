import { describe, expect, test } from "vitest";
import { isFailure } from "./failures.ts";
import { checkValidity, readSigningTime } from "./signing-time.ts";

const now = Date.UTC(2026, 10, 23, 13, 0, 0);

test.each([
  ["20240229T235959Z", Date.UTC(2024, 1, 29, 23, 59, 59)],
  ["Mon, 23 Nov 2026 13:00:00 GMT", now],
  ["Sun, 23 Nov 2026 13:00:00 GMT", now],
])("reads %s", (text, epochMs) => {
  expect(readSigningTime(text)).toMatchObject({ epochMs });
});

test("gives a Date header's time in the form that is signed", () => {
  expect(readSigningTime("Mon, 23 Nov 2026 13:00:00 GMT")).toMatchObject({ text: "20261123T130000Z" });
});

describe("AP-01 fifteen minutes either way", () => {
  const skew = { kind: "skew" } as const;

  test.each(["20261123T124501Z", "20261123T124500Z", "20261123T131459Z", "20261123T131500Z"])(
    "%s is within them",
    (text) => {
      expect(check(text, skew)).toBeUndefined();
    },
  );

  test("a second more in the past has expired", () => {
    expect(check("20261123T124459Z", skew)).toEqual({
      name: "InvalidSignatureException",
      message:
        "Signature expired: 20261123T124459Z is now earlier than 20261123T124500Z (20261123T130000Z - 15 min.)",
    });
  });

  test("a second more in the future is not yet current", () => {
    expect(check("20261123T131501Z", skew)).toEqual({
      name: "InvalidSignatureException",
      message:
        "Signature not yet current: 20261123T131501Z is still later than 20261123T131500Z " +
        "(20261123T130000Z + 15 min.)",
    });
  });
});

describe("AP-01 a presigned request's own life", () => {
  test.each([1, 900, 604_800])("%d seconds, and not one longer", (seconds) => {
    const expires = { kind: "expires", seconds } as const;
    const last = now + seconds * 1000;
    expect(check("20261123T130000Z", expires, last)).toBeUndefined();
    expect(check("20261123T130000Z", expires, last + 1000)).toMatchObject({
      name: "InvalidSignatureException",
      message: expect.stringMatching(`^Signature expired: 20261123T130000Z .* - ${seconds} sec\\.\\)$`),
    });
  });

  test("does not reach further than fifteen minutes into the future", () => {
    const expires = { kind: "expires", seconds: 604_800 } as const;
    expect(check("20261123T131500Z", expires)).toBeUndefined();
    expect(check("20261123T131501Z", expires)).toMatchObject({ name: "InvalidSignatureException" });
  });
});

function check(text: string, validity: Parameters<typeof checkValidity>[1], at = now) {
  const signedAt = readSigningTime(text);
  if (isFailure(signedAt)) throw new Error(signedAt.message);
  return checkValidity(signedAt, validity, at);
}

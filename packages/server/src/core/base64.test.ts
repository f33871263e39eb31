import { expect, test } from "vitest";
import { bytesOfBase64 } from "./base64.ts";

test.each([
  ["QUI=", "AB"],
  ["QUJD", "ABC"],
  ["QUJDRA==", "ABCD"],
])("%s is %s", (text, expected) => {
  expect(new TextDecoder().decode(bytesOfBase64(text))).toBe(expected);
});

test.each(["", "=", "QUI", "QUJDRA", "QUJDRA=", "QUI=\n", "QU I=", "QU-_", "QQ===", "ä==="])(
  "%j is not base64",
  (text) => {
    expect(bytesOfBase64(text)).toBeUndefined();
  },
);

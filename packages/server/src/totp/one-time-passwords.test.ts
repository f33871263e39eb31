import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createOneTimePasswords } from "./one-time-passwords.ts";

/** RFC 6238, appendix B: the ASCII secret `12345678901234567890`. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const { newSecret, stepOf } = createOneTimePasswords({ bytes: (length) => new Uint8Array(length).fill(7) });

describe("one-time passwords", () => {
  it.each([
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ])("knows the code of second %i, as RFC 6238 does", (seconds, code) => {
    expect(stepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it("takes the codes of one step before and one after, and no others", () => {
    const codeAt = (step: number) => hotp(step);
    const now = 1_700_000_010_000;
    const step = Math.floor(now / 30_000);
    const found = [-3, -2, -1, 0, 1, 2, 3].map((away) => stepOf(secret, codeAt(step + away), now));
    expect(found).toEqual([undefined, undefined, step - 1, step, step + 1, undefined, undefined]);
  });

  it.each(["", "28708", "2870822", "28708x", " 28708", "٢٨٧٠٨٢", "２８７０８２"])(
    "takes %j for no code at all",
    (code) => {
      expect(stepOf(secret, code, 59_000)).toBeUndefined();
    },
  );

  it("makes secrets of 160 bits in base32, without padding", () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSecret()).toBe("A4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYH");
  });
});

/** RFC 4226, written out: what the two agree on is not one mistake made twice. */
function hotp(counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac("sha1", "12345678901234567890").update(message).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

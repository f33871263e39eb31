/** An authenticator app, as plain as RFC 6238 and without a line of the server's. */
import { createHmac } from "node:crypto";

/** The code that the app shows at `now`, in epoch milliseconds; `stepsAway` of 30 seconds from it. */
export function totp(secret: string, now: number, stepsAway = 0): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + stepsAway));
  const digest = createHmac("sha1", base32(secret)).update(message).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

function base32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The codes of authenticator apps (RFC 6238), on `otpauth`. Which of them may still be used is the rules' business. */
import { timingSafeEqual } from "node:crypto";
import { HOTP, Secret } from "otpauth";
import type { OneTimePasswords, Random } from "../core/ports.ts";

const stepMs = 30_000;
const secretBytes = 20;

export function createOneTimePasswords(random: Pick<Random, "bytes">): OneTimePasswords {
  return {
    newSecret: () => new Secret({ buffer: Uint8Array.from(random.bytes(secretBytes)).buffer }).base32,
    stepOf(secret, code, now) {
      // Digits of other scripts would be longer in bytes than the codes they are compared with.
      if (!/^[0-9]{6}$/.test(code)) return undefined;
      const key = Secret.fromBase32(secret);
      const step = Math.floor(now / stepMs);
      // Every step is computed and compared, whichever fits: the time tells nothing.
      return [step - 1, step, step + 1].filter((each) => isCodeOf(key, each, code)).at(-1);
    },
  };
}

function isCodeOf(secret: Secret, counter: number, code: string): boolean {
  return timingSafeEqual(Buffer.from(HOTP.generate({ secret, counter })), Buffer.from(code));
}

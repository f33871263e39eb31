/** Who needs no password: whoever can be sent the codes that the pool accepts instead. */
import { contactOf } from "../messages/contact.ts";
import { firstFactorsOf } from "../pools/first-factors.ts";
import type { Pool } from "../pools/pool.ts";
import { otpAttributes } from "../sign-in/first-challenge.ts";
import type { Attributes } from "./attributes.ts";

export function canSignInByCode({ settings }: Pool, attributes: Attributes): boolean {
  const factors = firstFactorsOf(settings);
  return (["EMAIL_OTP", "SMS_OTP"] as const).some(
    (factor) => factors.includes(factor) && contactOf(attributes, otpAttributes[factor]) !== undefined,
  );
}

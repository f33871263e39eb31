/** Where the code for a new password goes: the first verified address the pool's account recovery allows. */
import type { MfaKind } from "../factors/mfa-preference.ts";
import { offeredFactors } from "../factors/offered-factors.ts";
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import { type ContactAttribute, isVerified } from "./attributes.ts";
import type { User } from "./user.ts";

const attributeOf = {
  verified_email: "email",
  verified_phone_number: "phone_number",
  admin_only: undefined,
} as const;

const attributeOfFactor: Partial<Record<MfaKind, ContactAttribute>> = {
  SMS_MFA: "phone_number",
  EMAIL_OTP: "email",
};

/** Cognito's, when the pool says nothing. */
const defaultMechanisms = [
  { Name: "verified_email", Priority: 1 },
  { Name: "verified_phone_number", Priority: 2 },
] as const;

/** The first choice first; empty where only administrators recover accounts. */
export function recoveryAttributes({ settings }: Pool): readonly ContactAttribute[] {
  const { RecoveryMechanisms = defaultMechanisms } = settings.AccountRecoverySetting ?? {};
  return RecoveryMechanisms.toSorted((a, b) => a.Priority - b.Priority)
    .map(({ Name }) => attributeOf[Name])
    .filter((attribute) => attribute !== undefined);
}

/**
 * Undefined when no address is verified, or only administrators recover accounts. The address that a person's preferred
 * second factor uses does not count (Cognito's rule): else one mailbox would both reset the password and answer for it (AC-09).
 * A factor that the pool does not offer is never asked for.
 */
export function recoveryContact(
  pool: Pool,
  { attributes, mfa }: Pick<User, "attributes" | "mfa">,
): Contact | undefined {
  const preferred = offeredFactors(pool).find((kind) => kind === mfa.preferred);
  const taken = preferred && attributeOfFactor[preferred];
  return recoveryAttributes(pool)
    .filter((attribute) => attribute !== taken && isVerified(attributes, attribute))
    .map((attribute) => contactOf(attributes, attribute))
    .find((contact) => contact !== undefined);
}

/** Where the code for a new password goes: the first verified address the pool's account recovery allows. */
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { Attributes } from "./attributes.ts";

const attributeOf = {
  verified_email: "email",
  verified_phone_number: "phone_number",
  admin_only: undefined,
} as const;

/** Cognito's, when the pool says nothing. */
const defaultMechanisms = [
  { Name: "verified_email", Priority: 1 },
  { Name: "verified_phone_number", Priority: 2 },
] as const;

/** Undefined when no address is verified, or only administrators recover accounts. */
export function recoveryContact(pool: Pool, attributes: Attributes): Contact | undefined {
  const { RecoveryMechanisms = defaultMechanisms } = pool.settings.AccountRecoverySetting ?? {};
  for (const { Name } of RecoveryMechanisms.toSorted((a, b) => a.Priority - b.Priority)) {
    const attribute = attributeOf[Name];
    if (attribute === undefined || attributes[`${attribute}_verified`] !== "true") continue;
    const contact = contactOf(attributes, attribute);
    if (contact !== undefined) return contact;
  }
  return undefined;
}

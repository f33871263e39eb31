/** Where the code that confirms a sign-up goes: to an address that the pool verifies by itself. */
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import { type Attributes, isVerified } from "./attributes.ts";

/** Cognito's order: whoever gives both is asked for the phone number's. */
export function signUpAttributes({ settings }: Pool): readonly Contact["attribute"][] {
  const { AutoVerifiedAttributes = [] } = settings;
  return (["phone_number", "email"] as const).filter((name) => AutoVerifiedAttributes.includes(name));
}

/** An address that a trigger took for verified needs no proof, as long as there is another that does. */
export function signUpContact(pool: Pool, attributes: Attributes): Contact | undefined {
  const contacts = signUpAttributes(pool)
    .map((name) => contactOf(attributes, name))
    .filter((contact) => contact !== undefined);
  return contacts.find(({ attribute }) => !isVerified(attributes, attribute)) ?? contacts[0];
}

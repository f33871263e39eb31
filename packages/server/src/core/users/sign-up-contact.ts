/** The code that confirms a sign-up, and where it goes: to an address that the pool verifies by itself. */
import { type PreparedCode, prepareCode } from "../messages/code.ts";
import type { CodeRequest } from "../messages/code-request.ts";
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { type Attributes, type ContactAttribute, isVerified } from "./attributes.ts";
import { sealAddress } from "./code-address.ts";
import type { User } from "./user.ts";

/** Cognito's order: whoever gives both is asked for the phone number's. */
export function signUpAttributes({ settings }: Pool): readonly ContactAttribute[] {
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

/** At first, and again. Before the transaction that stores it with `storeCode`. */
export function prepareSignUpCode(
  world: World,
  { pool, client, metadata, fail }: Pick<CodeRequest, "pool" | "client" | "metadata" | "fail">,
  user: User,
  contact: Contact,
  source: "SignUp" | "ResendCode",
): Promise<PreparedCode> {
  const sealedAddress = sealAddress(world, user, contact, false);
  const code = { user, purpose: "signUp", contact, boundTo: null, sealedAddress, source } as const;
  return prepareCode(world, { pool, client, metadata, fail, ...code });
}

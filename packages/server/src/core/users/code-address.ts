/**
 * The address that a code was sent to is stored in the code's row, sealed. A code proves that somebody reads that
 * address, so once the person has another address it proves nothing about them (AP-08).
 */
import type { Contact } from "../messages/contact.ts";
import type { World } from "../ports.ts";
import type { VerificationCode } from "../sign-in/verification-code.ts";
import { type Attributes, type ContactAttribute, isSameContact, isVerified } from "./attributes.ts";
import type { User } from "./user.ts";

export interface CodeAddress {
  readonly attribute: ContactAttribute;
  readonly to: string;
  /** Not the person's yet: it replaces theirs once it is proved. */
  readonly isWaiting: boolean;
}

type Owner = Pick<User, "poolId" | "sub">;

export function sealAddress(
  world: Pick<World, "sealing">,
  owner: Owner,
  { attribute, to }: Contact,
  isWaiting: boolean,
): string {
  const address: CodeAddress = { attribute, to, isWaiting };
  return world.sealing.seal(purpose(owner), JSON.stringify(address));
}

export function openAddress(
  world: Pick<World, "sealing">,
  { sealedAddress, ...owner }: VerificationCode,
): CodeAddress | undefined {
  const opened = sealedAddress === undefined ? undefined : world.sealing.open(purpose(owner), sealedAddress);
  // sealAddress sealed it.
  return opened === undefined ? undefined : (JSON.parse(opened) as CodeAddress);
}

/** The attributes with the address proved; undefined when the person has changed it since the code was sent. */
export function withProvedAddress(
  attributes: Attributes,
  { attribute, to, isWaiting }: CodeAddress,
): Attributes | undefined {
  if (!isWaiting && !isSameContact(attributes[attribute], to)) return undefined;
  return { ...attributes, ...(isWaiting && { [attribute]: to }), [`${attribute}_verified`]: "true" };
}

/** Is the address still the person's, and verified? */
export function isVerifiedAddress(attributes: Attributes, { attribute, to }: CodeAddress): boolean {
  return isVerified(attributes, attribute) && isSameContact(attributes[attribute], to);
}

function purpose({ poolId, sub }: Owner): string {
  return `code address ${poolId} ${sub}`;
}

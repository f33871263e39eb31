/**
 * Who may change which attribute of a person, and what else changes with it: an e-mail address or phone number
 * that changes is no longer verified (AP-08). A blank value deletes.
 */
import type { SchemaAttributeType } from "../../model/shapes.ts";
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";
import { requireAttributeValue } from "./attribute-values.ts";
import { isNeverOwn, isStandardAttribute, schemaOf } from "./schema.ts";

export type Attributes = Readonly<Record<string, string>>;

/** The attributes with a `_verified` twin. */
export const contactAttributes = ["email", "phone_number"] as const;
export type ContactAttribute = (typeof contactAttributes)[number];

/** A person's own changes through a client: only what it may write, and never what makes an address verified. */
export function withOwnAttributes(
  pool: Pool,
  client: Client,
  current: Attributes,
  changes: Attributes,
  fail: Fail<"InvalidParameterException" | "NotAuthorizedException">,
): Attributes {
  requireKnown(pool, changes, fail);
  requireWritable(client, changes, {}, fail);
  return withChanges(pool, current, changes, fail);
}

/**
 * What a person says about themselves when they sign up. For `named`, the attribute that is their name, a client needs no
 * right. Addresses begin unverified, and whatever the pool requires must be there.
 */
export function newOwnAttributes(
  pool: Pool,
  client: Client,
  given: Attributes,
  named: Attributes,
  fail: Fail<"InvalidParameterException" | "NotAuthorizedException">,
): Attributes {
  requireKnown(pool, given, fail);
  requireWritable(client, given, named, fail);
  const attributes = withChanges(pool, null, given, fail);
  const missing = missingRequiredAttributes(pool, attributes)[0];
  if (missing !== undefined) throw fail("InvalidParameterException", texts.attributeRequired(missing));
  const addresses = contactAttributes.filter((name) => attributes[name] !== undefined);
  return { ...attributes, ...Object.fromEntries(addresses.map((name) => [`${name}_verified`, "false"])) };
}

/**
 * An administrator's changes. `current` is null for a person who is only now created: that is when immutable
 * attributes are set.
 */
export function withAdminAttributes(
  pool: Pool,
  current: Attributes | null,
  changes: Attributes,
  fail: Fail<"InvalidParameterException">,
): Attributes {
  requireKnown(pool, changes, fail);
  for (const name of ["sub", "identities"]) {
    if (Object.hasOwn(changes, name))
      throw fail("InvalidParameterException", texts.attributeNotMutable(name));
  }
  requireContact(current, changes, "email", texts.emailNeededToVerify, fail);
  requireContact(current, changes, "phone_number", texts.phoneNumberNeededToVerify, fail);
  return withChanges(pool, current, changes, fail);
}

/** What a person may change by themselves through the client: an address is not among them, since it has to be proved. */
export function isOwnToChange(client: Client, { Name = "", Mutable }: SchemaAttributeType): boolean {
  const isAddress = contactAttributes.some((name) => name === Name);
  // The house itself keeps `updated_at`.
  return Mutable !== false && !isAddress && Name !== "updated_at" && canWrite(client, Name);
}

/** An address is theirs to change, but has to be proved. */
export function isOwnAddressToChange(pool: Pool, client: Client, name: ContactAttribute): boolean {
  const attribute = schemaOf(pool).get(name);
  return attribute !== undefined && attribute.Mutable !== false && canWrite(client, name);
}

/** Deleting is changing to nothing. */
export function deletions(names: readonly string[]): Attributes {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

export function missingRequiredAttributes(pool: Pool, attributes: Attributes): readonly string[] {
  return [...schemaOf(pool).values()]
    .filter(({ Name = "", Required }) => Required === true && Name !== "sub" && !attributes[Name])
    .map(({ Name = "" }) => Name);
}

/**
 * Whoever has nothing but a temporary password yet gives what is missing and changes nothing that is required, be it to the same value:
 * an address, say, to which their codes go (Cognito's rule).
 */
export function requireNotProvided(
  pool: Pool,
  current: Attributes,
  changes: Attributes,
  fail: Fail<"NotAuthorizedException">,
): void {
  const schema = schemaOf(pool);
  const provided = Object.keys(changes).find((name) => current[name] && schema.get(name)?.Required === true);
  if (provided !== undefined) throw fail("NotAuthorizedException", texts.attributeProvided(provided));
}

/** Is the address known to be theirs? */
export function isVerified(attributes: Attributes, name: ContactAttribute): boolean {
  return attributes[`${name}_verified`] === "true";
}

/** Case does not count, but only ASCII's: the Kelvin sign folds to a `k` and names another mailbox. */
export function isSameContact(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && asciiLowerCase(left) === asciiLowerCase(right);
}

function requireWritable(
  client: Client,
  changes: Attributes,
  free: Attributes,
  fail: Fail<"NotAuthorizedException">,
): void {
  const isAllowed = Object.keys(changes).every((name) => Object.hasOwn(free, name) || canWrite(client, name));
  if (!isAllowed) throw fail("NotAuthorizedException", texts.unauthorizedAttribute);
}

/** Unset means every standard attribute. */
function canWrite({ settings: { WriteAttributes = [] } }: Client, name: string): boolean {
  if (isNeverOwn(name)) return false;
  return WriteAttributes.length === 0 ? isStandardAttribute(name) : WriteAttributes.includes(name);
}

/** Every unknown name has its line. */
function requireKnown(pool: Pool, changes: Attributes, fail: Fail<"InvalidParameterException">): void {
  const schema = schemaOf(pool);
  const unknown = Object.keys(changes).filter((name) => !schema.has(name));
  if (unknown.length > 0) throw fail("InvalidParameterException", texts.attributesUnknown(unknown));
}

/** A flag says something about an address, so there must be one. */
function requireContact(
  current: Attributes | null,
  changes: Attributes,
  name: string,
  refusal: string,
  fail: Fail<"InvalidParameterException">,
): void {
  const hasFlag = Boolean(changes[`${name}_verified`]);
  const address = changes[name] ?? current?.[name] ?? "";
  if (hasFlag && address === "") throw fail("InvalidParameterException", refusal);
}

function withChanges(
  pool: Pool,
  current: Attributes | null,
  changes: Attributes,
  fail: Fail<"InvalidParameterException">,
): Attributes {
  const schema = schemaOf(pool);
  const changed: Record<string, string> = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const attribute = schema.get(name);
    if (attribute === undefined) throw new Error(`the attribute ${name} was not checked`);
    requireChangeable(attribute, current, value, fail);
    if (value === "") delete changed[name];
    else changed[name] = requireAttributeValue(attribute, value, fail);
  }
  for (const name of contactAttributes) keepOrDropVerified(name, current ?? {}, changes, changed);
  return changed;
}

/** What is required and was left out at creation may still be given once: the first sign-in asks for it. */
function requireChangeable(
  { Name = "", Mutable, Required }: SchemaAttributeType,
  current: Attributes | null,
  value: string,
  fail: Fail<"InvalidParameterException">,
): void {
  if (current === null) return;
  const isMissing = Required === true && current[Name] === undefined;
  if (Mutable === false && !isMissing)
    throw fail("InvalidParameterException", texts.attributeCannotChange(Name));
  if (value === "" && Required === true)
    throw fail("InvalidParameterException", texts.attributeCannotGo(Name));
}

function keepOrDropVerified(
  name: ContactAttribute,
  current: Attributes,
  changes: Attributes,
  changed: Record<string, string>,
): void {
  const flag = `${name}_verified`;
  if (changed[name] === undefined) delete changed[flag];
  else if (changes[flag]) return;
  else if (current[name] !== undefined && !isSameContact(current[name], changed[name]))
    changed[flag] = "false";
}

function asciiLowerCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The names a person can sign in by, and the form in which two names are the same name. */
import type { Pool } from "../pools/pool.ts";
import { addressForms } from "./attribute-values.ts";
import { type ContactAttribute, contactAttributes, isVerified } from "./attributes.ts";
import type { SignInName, User } from "./user.ts";

/** NFKC, and folded to lower case unless the pool distinguishes case. */
export function normalizeName(pool: Pool, name: string): string {
  const normal = name.normalize("NFKC");
  return pool.settings.UsernameConfiguration?.CaseSensitive === false ? normal.toLowerCase() : normal;
}

/**
 * The address that a name can only be, in whatever characters it is written, where people go by such addresses. As an alias it is for
 * whoever proves it, and for nobody who only says so (AC-12).
 */
export function addressNamed(pool: Pool, name: string): ContactAttribute | undefined {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.settings;
  const normal = normalizeName(pool, name);
  const isName = (each: ContactAttribute): boolean =>
    UsernameAttributes.includes(each) || AliasAttributes.includes(each);
  return contactAttributes.find((each) => isName(each) && addressForms[each](normal));
}

/** `Username` takes no more, so a longer attribute is no name; nor would every engine's index have room for it. */
const longestName = 128;

/**
 * Where e-mail address or phone number are the username, those attributes are names at once; as aliases only once they are verified.
 * `preferred_username` needs no verification, so it is no name where it looks like such an alias. The username itself always is one.
 */
export function signInNames(
  pool: Pool,
  user: Pick<User, "username" | "sub" | "attributes">,
): readonly SignInName[] {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.settings;
  const { attributes } = user;
  const names: SignInName[] = [];
  const add = (kind: SignInName["kind"], value: string | undefined): void => {
    if (value === undefined || value === "" || value.length > longestName) return;
    const name = normalizeName(pool, value);
    if (!names.some((each) => each.name === name)) names.push({ name, kind });
  };
  add("username", user.username);
  for (const kind of contactAttributes) {
    const isAlias = AliasAttributes.includes(kind) && isVerified(attributes, kind);
    if (UsernameAttributes.includes(kind) || isAlias) add(kind, attributes[kind]);
  }
  const preferred = attributes["preferred_username"] ?? "";
  if (AliasAttributes.includes("preferred_username") && addressNamed(pool, preferred) === undefined)
    add("preferred_username", preferred);
  return names;
}

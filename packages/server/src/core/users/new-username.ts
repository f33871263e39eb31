/** A new person's username: the name given, or their sub where people sign in by e-mail address or phone number. */
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import { texts } from "../texts.ts";
import { addressForms } from "./attribute-values.ts";
import type { Attributes } from "./attributes.ts";
import { addressNamed, normalizeName } from "./names.ts";

export interface NewUsername {
  readonly username: string;
  /** The attribute that the given name is, where it is one. */
  readonly attributes: Attributes;
}

export function newUsername(
  pool: Pool,
  sub: Sub,
  given: string,
  fail: Fail<"InvalidParameterException">,
): NewUsername {
  const { UsernameAttributes = [] } = pool.settings;
  if (UsernameAttributes.length > 0) {
    const kind = UsernameAttributes.find((each) => addressForms[each](given));
    if (kind === undefined)
      throw fail("InvalidParameterException", texts.usernameShouldBe(UsernameAttributes));
    return { username: sub, attributes: { [kind]: given } };
  }
  const alias = addressNamed(pool, given);
  if (alias !== undefined) throw fail("InvalidParameterException", texts.usernameLooksLikeAlias(alias));
  return { username: given, attributes: {} };
}

/** The attributes given, and the one that the name is: the two must not contradict each other, as the pool compares names. */
export function withNamed(
  pool: Pool,
  named: Attributes,
  given: Attributes,
  fail: Fail<"InvalidParameterException">,
): Attributes {
  for (const [name, value] of Object.entries(named)) {
    if (normalizeName(pool, given[name] ?? value) !== normalizeName(pool, value))
      throw fail("InvalidParameterException", texts.usernameMismatch(name));
  }
  return { ...given, ...named };
}

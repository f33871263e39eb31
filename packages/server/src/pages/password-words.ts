/** What the pages say about a refused password. The state of the account is mentioned only after the right password. */
import type { Pool } from "../core/pools/pool.ts";
import type { PasswordRefusal } from "../core/sign-in/password-sign-in.ts";
import { fill } from "../languages/fill.ts";
import type { Look } from "./look.ts";
import { nameField } from "./name-field.ts";

export function passwordRefusalWords(look: Look, pool: Pool, cause: PasswordRefusal): string {
  const isIncorrect = cause === "unknownUser" || cause === "wrongPassword";
  return isIncorrect ? incorrectWords(look, pool) : look.words.refusals[cause];
}

/** With the name's own word, where people have one kind of name. */
export function incorrectWords(look: Look, pool: Pool): string {
  const { refusals, common } = look.words;
  const { label, isOnly } = nameField(look, pool);
  return fill(refusals.incorrect, { label: isOnly ? label : common.username });
}

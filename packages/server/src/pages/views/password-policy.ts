/** A pool's password rules as one plain sentence. */
import { fill } from "../../languages/fill.ts";
import { intlTag } from "../../languages/language.ts";
import type { Look } from "../look.ts";

export interface PasswordRules {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

export function describePasswordRules({ language, words }: Look, rules: PasswordRules): string {
  const { passwordRules: text } = words;
  const kinds = [
    rules.requireLowercase && text.lowercase,
    rules.requireUppercase && text.uppercase,
    rules.requireNumbers && text.number,
    rules.requireSymbols && text.symbol,
  ].filter((kind) => kind !== false);
  const count = new Intl.NumberFormat(intlTag(language)).format(rules.minimumLength);
  if (kinds.length === 0) return fill(text.length, { count });
  return fill(text.lengthWith, { count, kinds: new Intl.ListFormat(intlTag(language)).format(kinds) });
}

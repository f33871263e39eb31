/** What the sign-in name is called on a pool's pages, and what kind of field it is. */
import type { Pool } from "../core/pools/pool.ts";
import { fill } from "../languages/fill.ts";
import { intlTag } from "../languages/language.ts";
import type { Look } from "./look.ts";
import type { InputSettings } from "./views/form.tsx";

export interface NameField {
  readonly label: string;
  /** People have one kind of name. */
  readonly isOnly: boolean;
  readonly type: "text" | "email" | "tel";
  readonly inputmode: InputSettings["inputmode"];
}

/** Of somebody who has an account: it may be an alias. */
export function nameField({ language, words }: Look, { settings }: Pool): NameField {
  const { UsernameAttributes = [], AliasAttributes = [] } = settings;
  const names = UsernameAttributes.length > 0 ? UsernameAttributes : ["username", ...AliasAttributes];
  const labels = [
    ["username", words.common.username],
    ["email", words.attributes.email],
    ["phone_number", words.attributes.phone_number],
  ] as const;
  const [first = "", ...others] = labels.flatMap(([name, label]) => (isIn(names, name) ? [label] : []));
  const list = new Intl.ListFormat(intlTag(language), { type: "disjunction" });
  const label = list.format([
    first,
    ...others.map((other) => fill(words.fields.laterInList, { label: other })),
  ]);
  const [only] = names.length === 1 ? names : [];
  return { label, isOnly: only !== undefined, type: "text", inputmode: inputmodes[only ?? ""] };
}

/** Of somebody who makes an account: nobody has an alias yet. */
export function newNameField(look: Look, pool: Pool): NameField {
  const { UsernameAttributes = [] } = pool.settings;
  if (UsernameAttributes.length === 0)
    return { label: look.words.common.username, isOnly: true, type: "text", inputmode: undefined };
  const field = nameField(look, pool);
  if (UsernameAttributes.length > 1) return field;
  return { ...field, type: field.inputmode === "email" ? "email" : "tel" };
}

/** No name has a space, which keyboards that complete words add; and phone numbers are written with many signs. */
export function tidyName(given = ""): string {
  const name = given.trim();
  return /^\+[0-9 ().\-/]+$/.test(name) ? name.replaceAll(/[^+0-9]/g, "") : name;
}

const inputmodes: Readonly<Record<string, NameField["inputmode"]>> = { email: "email", phone_number: "tel" };

function isIn(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

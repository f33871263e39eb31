/** What the name that people sign in by is called on the pages of a pool, and how it is typed. */
import type { Pool } from "../core/pools/pool.ts";
import type { InputSettings } from "./views/form.tsx";

export interface NameField {
  readonly label: string;
  readonly type: "text" | "email" | "tel";
  readonly inputmode: InputSettings["inputmode"];
}

/** Of somebody who has an account: it may be an alias. */
export function nameField({ settings }: Pool): NameField {
  const { UsernameAttributes = [], AliasAttributes = [] } = settings;
  const names = UsernameAttributes.length > 0 ? UsernameAttributes : ["username", ...AliasAttributes];
  const label = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(
    ["username", "email", "phone_number"]
      .filter((name) => isIn(names, name))
      .map((name) => words[name] ?? name),
  );
  const [only] = names.length === 1 ? names : [];
  return { label: capital(label), type: "text", inputmode: inputmodes[only ?? ""] };
}

/** Of somebody who makes an account: nobody has an alias yet. */
export function newNameField(pool: Pool): NameField {
  const { UsernameAttributes = [] } = pool.settings;
  if (UsernameAttributes.length === 0) return { label: "Username", type: "text", inputmode: undefined };
  const field = nameField(pool);
  if (UsernameAttributes.length > 1) return field;
  return { ...field, type: field.inputmode === "email" ? "email" : "tel" };
}

/** No name has a space, which keyboards that complete words add; and phone numbers are written with many signs. */
export function tidyName(given = ""): string {
  const name = given.trim();
  return /^\+[0-9 ().\-/]+$/.test(name) ? name.replaceAll(/[^+0-9]/g, "") : name;
}

const words: Readonly<Record<string, string>> = {
  username: "username",
  email: "email address",
  phone_number: "phone number",
};

const inputmodes: Readonly<Record<string, NameField["inputmode"]>> = { email: "email", phone_number: "tel" };

function isIn(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

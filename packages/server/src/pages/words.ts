/** How a refused password reads on the page. What tells about the account is said only after the right password. */
import type { PasswordRefusal } from "../core/sign-in/password-sign-in.ts";
import type { Words } from "../languages/en.ts";

export function passwordRefusalWords({ refusals }: Words, cause: PasswordRefusal): string {
  return cause === "unknownUser" || cause === "wrongPassword" ? refusals.incorrect : refusals[cause];
}

/** The standard attributes as labels of a form; a pool's own are called what it calls them. */
export function attributeLabel({ attributes }: Words, name: string): string {
  const labels: Readonly<Record<string, string>> = attributes;
  return (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? name.replace(/^(dev:)?custom:/, "");
}

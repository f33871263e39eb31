import type { Option } from "./options.ts";

/** A setting the server cannot start with: one line what, one line why, one line what to do. Never holds a secret. */
export class ConfigError extends Error {
  readonly what: string;
  readonly why: string;
  readonly cure: string;

  constructor(what: string, why: string, cure: string, options?: ErrorOptions) {
    super(`${what}\n${why}\n${cure}`, options);
    this.name = "ConfigError";
    this.what = what;
    this.why = why;
    this.cure = cure;
  }
}

/** A command line that is wrong: an unknown flag, one without its value, a word too many. */
export class UsageError extends ConfigError {}

/** How people know a setting: by its flag, its variable, or both. */
export function nameOf({ flag, env }: Pick<Option<unknown>, "flag" | "env">): string {
  return [flag && `--${flag}`, env].filter((name) => name !== undefined).join(" / ");
}

/** What was given, unless that is a secret: inside a URL user names and passwords are one too, and so may be its query. */
export function show(option: Option<unknown>, text: string): string {
  if (option.isSecret) return `${nameOf(option)} cannot be used (its value is not shown).`;
  const shown = text.replace(/^([a-z]+:\/\/)?.*@/is, "$1…@").replace(/^([a-z]+:\/\/[^?]*\?).*/is, "$1…");
  return `${nameOf(option)} is ${JSON.stringify(shown)}.`;
}

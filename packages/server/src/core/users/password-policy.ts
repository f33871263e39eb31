/** The pool's rules for passwords: what a person may choose, and temporary ones that obey them. */
import type { PasswordPolicyType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";

/** Counted in code points of the normal form that is hashed (AC-13). */
export function requirePasswordPolicy(
  pool: Pool,
  password: string,
  fail: Fail<"InvalidPasswordException">,
): void {
  const problem = problemOf(policyOf(pool), password.normalize("NFC"));
  if (problem !== undefined) throw fail("InvalidPasswordException", texts.passwordMisfit(problem));
}

/** Obeys every policy of this length: one character of each kind, then chance. At least 70 bits. */
export function temporaryPassword(world: Pick<World, "random">, pool: Pool): string {
  const length = Math.max(16, policyOf(pool).MinimumLength ?? 0);
  const one = (alphabet: string): string => world.random.characters(1, alphabet);
  const rest = world.random.characters(length - 4, upperCase + lowerCase + digits + symbols);
  return one(upperCase) + one(lowerCase) + one(digits) + one(symbols) + rest;
}

/** When a temporary password given now stops working. */
export function temporaryPasswordExpiry(pool: Pool, now: number): number {
  return now + (policyOf(pool).TemporaryPasswordValidityDays || 7) * 86_400_000;
}

// Without those that people misread or that mean something in a shell or a template.
const upperCase = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const lowerCase = "abcdefghijkmnpqrstuvwxyz";
const digits = "23456789";
const symbols = "!@#%*?-_+=";

const longest = 256;

/** In Cognito's order. Its symbols are these and no others; letters and digits are those of ASCII. */
const kinds = [
  ["RequireLowercase", /[a-z]/, "Password must have lowercase characters"],
  ["RequireUppercase", /[A-Z]/, "Password must have uppercase characters"],
  ["RequireNumbers", /[0-9]/, "Password must have numeric characters"],
  ["RequireSymbols", /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`+=-]/, "Password must have symbol characters"],
] as const;

function policyOf(pool: Pool): PasswordPolicyType {
  return pool.settings.Policies?.PasswordPolicy ?? {};
}

function problemOf(policy: PasswordPolicyType, password: string): string | undefined {
  const length = [...password].length;
  if (length < (policy.MinimumLength ?? 8)) return "Password not long enough";
  if (length > longest) return "Password too long";
  return kinds.find(([rule, pattern]) => policy[rule] === true && !pattern.test(password))?.[2];
}

/** A new password in a form: typed twice, and what is said when it is refused. */
import type { ApiFailure } from "../core/failures.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { Words } from "../languages/en.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { isAcceptablePassword } from "./acceptable.ts";
import { refusalWords } from "./refusal-words.ts";
import type { FormError } from "./views/form.tsx";
import type { PasswordRules } from "./views/password-policy.ts";

/** `field` is the name of the first of the two fields. */
export function newPasswordProblems(
  { fields: words }: Words,
  { confirmPassword, ...fields }: Parameters,
  field: "newPassword" | "password" = "newPassword",
): FormError[] {
  const password = fields[field];
  if (password === undefined) return [{ field, message: words.choicePassword }];
  if (password !== confirmPassword) {
    return [{ field: "confirmPassword", message: words.passwordsDiffer }];
  }
  if (isAcceptablePassword(password)) return [];
  return [{ field, message: words.passwordUnacceptable }];
}

/** Undefined when it is about something else. */
export function passwordRefusal(
  words: Words,
  error: ApiFailure,
  field: "newPassword" | "password" = "newPassword",
): FormError | undefined {
  switch (error.exception) {
    case "InvalidPasswordException":
    case "PasswordHistoryPolicyViolationException":
      return { field, message: asSentence(refusalWords(words, error)) };
    default:
      return undefined;
  }
}

/** The API's words about passwords have no full stop. */
function asSentence(text: string): string {
  return /[.。]$/.test(text) ? text : `${text}.`;
}

export function passwordRulesOf({ settings }: Pool): PasswordRules {
  const policy = settings.Policies?.PasswordPolicy ?? {};
  return {
    minimumLength: policy.MinimumLength ?? 8,
    requireLowercase: policy.RequireLowercase ?? false,
    requireUppercase: policy.RequireUppercase ?? false,
    requireNumbers: policy.RequireNumbers ?? false,
    requireSymbols: policy.RequireSymbols ?? false,
  };
}

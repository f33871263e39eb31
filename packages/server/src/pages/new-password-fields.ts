/** A password that somebody chooses: typed twice, and how a refused one reads. */
import type { ApiFailure } from "../core/failures.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { isAcceptablePassword } from "./acceptable.ts";
import type { FormError } from "./views/form.tsx";
import type { PasswordRules } from "./views/password-policy.ts";

/** `field` is the name of the first of the two fields. */
export function newPasswordProblems(
  { confirmPassword, ...fields }: Parameters,
  field: "newPassword" | "password" = "newPassword",
): FormError[] {
  const password = fields[field];
  if (password === undefined) return [{ field, message: "Choose a password." }];
  if (password !== confirmPassword) {
    return [{ field: "confirmPassword", message: "The two passwords differ." }];
  }
  if (isAcceptablePassword(password)) return [];
  return [
    {
      field,
      message: "Choose a password of at most 256 characters that neither begins nor ends with a space.",
    },
  ];
}

/** The API's words after their common beginning; undefined when they are about something else. */
export function passwordRefusal(
  { exception, message }: ApiFailure,
  field: "newPassword" | "password" = "newPassword",
): FormError | undefined {
  switch (exception) {
    case "InvalidPasswordException":
      return { field, message: `${afterBeginning(message)}.` };
    case "PasswordHistoryPolicyViolationException":
      return { field, message };
    default:
      return undefined;
  }
}

export function afterBeginning(message: string): string {
  return message.replace(/^.*?: /, "").trim();
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

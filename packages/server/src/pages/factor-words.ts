/** What second factors are called on the pages, and what is said about a wrong code. */
import type { MfaKind } from "../core/factors/mfa-preference.ts";
import type { ApiFailure } from "../core/failures.ts";
import type { Words } from "../languages/en.ts";
import type { FormError } from "./views/form.tsx";

/** What a code can be refused for. */
export type CodeRefusal = "attemptsExceeded" | "expired" | "mismatch" | "notSetUp" | "used";

export function codeRefusalWords({ refusals }: Words, cause: CodeRefusal): string {
  return refusals[refusalKeys[cause]];
}

const refusalKeys = {
  attemptsExceeded: "attemptsExceeded",
  expired: "codeExpired",
  mismatch: "codeMismatch",
  notSetUp: "appGone",
  used: "codeUsed",
} as const;

/** How the page says that an operation has refused a code; undefined where it was refused for something else. */
export function refusedCode(words: Words, { exception }: ApiFailure): FormError | undefined {
  if (exception === "CodeMismatchException") return { field: "code", message: words.refusals.codeMismatch };
  if (exception === "ExpiredCodeException") return { field: "code", message: words.refusals.codeExpired };
  return undefined;
}

/** As a choice. */
export function factorName({ factor }: Words, kind: MfaKind): string {
  return factor[factorWord[kind]];
}

/** What each is called among the texts. */
export const factorWord = {
  SMS_MFA: "sms",
  SOFTWARE_TOKEN_MFA: "app",
  EMAIL_OTP: "email",
  WEB_AUTHN: "passkey",
} as const;

/** How second factors are called on the pages, and how a wrong code reads. */
import type { MfaKind } from "../core/factors/mfa-preference.ts";
import type { ApiFailure } from "../core/failures.ts";
import type { FormError } from "./views/form.tsx";
import { refusalWords } from "./words.ts";

/** What a code can be refused for. */
export type CodeRefusal = "attemptsExceeded" | "expired" | "mismatch" | "notSetUp" | "used";

export const codeWords: Readonly<Record<CodeRefusal, string>> = {
  attemptsExceeded: refusalWords.attemptsExceeded,
  expired: "This code has expired. Have a new one sent.",
  mismatch: "This code is not right. Check it and try again.",
  notSetUp: "Your account has no authenticator app any more. Start the sign-in again.",
  used: "This code has been used. Wait for the next one, then try again.",
};

/** How the page says that an operation has refused a code; undefined where it was refused for something else. */
export function refusedCode({ exception }: ApiFailure): FormError | undefined {
  if (exception === "CodeMismatchException") return { field: "code", message: codeWords.mismatch };
  if (exception === "ExpiredCodeException") return { field: "code", message: codeWords.expired };
  return undefined;
}

export const factorWords = {
  notHere:
    "This account needs a second factor that these pages cannot ask for. Sign in with the app itself, or ask whoever runs it.",
  tooManyCodes: "No more codes can be sent for this sign-in. Start it again.",
} as const;

/** As a choice. */
export const factorNames: Readonly<Record<MfaKind, string>> = {
  SMS_MFA: "Text message",
  SOFTWARE_TOKEN_MFA: "Authenticator app",
  EMAIL_OTP: "Email",
  WEB_AUTHN: "Passkey",
};

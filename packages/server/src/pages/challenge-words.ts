/** How an answer that is missing or wrong reads on the page. */
import type { ApiFailure } from "../core/failures.ts";
import { texts } from "../core/texts.ts";
import { refusedCode } from "./factor-words.ts";
import type { PageChallenge } from "./flow.ts";
import type { FormError } from "./views/form.tsx";
import { refusalWords } from "./words.ts";

const passkeyRefused = "This passkey was not accepted. Try again, or sign in another way.";

export const challengeWords = {
  missing: {
    WEB_AUTHN: { message: passkeyRefused },
    EMAIL_OTP: { field: "code", message: "Enter the code." },
    SMS_OTP: { field: "code", message: "Enter the code." },
    CUSTOM_CHALLENGE: { field: "answer", message: "Enter your answer." },
  },
  of(error: ApiFailure, challenge: PageChallenge): FormError {
    const { exception, message } = error;
    if (message === texts.passwordAttemptsExceeded) return { message: refusalWords.attemptsExceeded };
    if (challenge === "WEB_AUTHN") {
      const isOurs = exception === "NotAuthorizedException" || exception === "InvalidParameterException";
      return { message: isOurs ? passkeyRefused : message };
    }
    return refusedCode(error) ?? { message };
  },
} as const satisfies {
  missing: Readonly<Record<PageChallenge, FormError>>;
  of(error: ApiFailure, challenge: PageChallenge): FormError;
};

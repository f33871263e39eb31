/** How an answer that is missing or wrong reads on the page. */
import type { ApiFailure } from "../core/failures.ts";
import { texts } from "../core/texts.ts";
import type { Words } from "../languages/en.ts";
import { refusedCode } from "./factor-words.ts";
import type { PageChallenge } from "./flow-state.ts";
import { refusalWords } from "./refusal-words.ts";
import type { FormError } from "./views/form.tsx";

export function missingAnswer({ fields, refusals }: Words, challenge: PageChallenge): FormError {
  switch (challenge) {
    case "WEB_AUTHN":
      return { message: refusals.passkey };
    case "CUSTOM_CHALLENGE":
      return { field: "answer", message: fields.answerMissing };
    default:
      return { field: "code", message: fields.codeMissing };
  }
}

export function refusedAnswer(words: Words, error: ApiFailure, challenge: PageChallenge): FormError {
  const { exception, message } = error;
  const { refusals } = words;
  if (message === texts.passwordAttemptsExceeded) return { message: refusals.attemptsExceeded };
  if (challenge === "WEB_AUTHN") {
    const isOurs = exception === "NotAuthorizedException" || exception === "InvalidParameterException";
    return { message: isOurs ? refusals.passkey : refusalWords(words, error) };
  }
  return refusedCode(words, error) ?? { message: refusalWords(words, error) };
}

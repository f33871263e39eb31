/**
 * What the pages say when a rule refuses. The rules speak to apps, in the API's exact English; people read the same in
 * their own language. A trigger's words belong to the pool and stay as they are.
 */
import type { ApiFailure } from "../core/failures.ts";
import { texts } from "../core/texts.ts";
import type { Words } from "../languages/en.ts";
import { fill } from "../languages/fill.ts";
import { isTriggerException } from "../oauth/trigger-refusals.ts";

export function refusalWords(
  { common, refusals, fields }: Words,
  { exception, message }: ApiFailure,
): string {
  if (exception === "UserLambdaValidationException") return message.replace(/^\w+ failed with error /, "");
  if (isTriggerException(exception)) return refusals.appStepFailed;
  if (exception === "AliasExistsException") return fields.addressTaken;
  if (exception === "LimitExceededException" && message === texts.attemptLimitExceeded) {
    return refusals.attemptsExceeded;
  }
  const problem = message.replace(/^(Password did not conform with policy|Attributes .+ schema: .+?): /, "");
  for (const [key, pattern] of known) {
    const match = pattern.exec(problem);
    if (match !== null) return fill(refusals[key], { label: common.username, ...match.groups });
  }
  return refusals.other;
}

/** What the pages refuse themselves, as the rules would. */
export const secondFactorNotHere = "This account needs a second factor that these pages cannot ask for.";

/** Each text of the API that the pages can meet. */
const known: readonly (readonly [keyof Words["refusals"], RegExp])[] = [
  ["incorrect", only(texts.incorrectUsernameOrPassword)],
  ["attemptsExceeded", only(texts.passwordAttemptsExceeded)],
  ["codesExceeded", only(texts.tooManyCodesSent)],
  ["userDisabled", only(texts.userDisabled)],
  ["notConfirmed", only(texts.userNotConfirmed)],
  ["resetRequired", only(texts.passwordResetRequired)],
  ["temporaryPasswordExpired", only(texts.temporaryPasswordExpired)],
  ["codeExpired", only(texts.codeExpired)],
  ["codeMismatch", only(texts.codeMismatch)],
  ["codeUsed", only(texts.softwareTokenUsed)],
  ["signUpClosed", only(texts.signUpNotPermitted)],
  ["factorNotHere", only(secondFactorNotHere)],
  ["passwordTooShort", /^Password not long enough$/],
  ["passwordTooLong", /^Password too long$/],
  ["passwordNeedsLowercase", /^Password must have lowercase/],
  ["passwordNeedsUppercase", /^Password must have uppercase/],
  ["passwordNeedsNumber", /^Password must have numeric/],
  ["passwordNeedsSymbol", /^Password must have symbol/],
  ["passwordUsedBefore", only(texts.passwordUsedBefore)],
  ["attributeRequired", /^The attribute is required$/],
  ["emailInvalid", only(texts.emailInvalid)],
  ["phoneNumberInvalid", only(texts.phoneNumberInvalid)],
  ["notTrueOrFalse", /^Value must be true or false$/],
  ["notADateTime", /^Value must be a date and time$/],
  ["notANumber", /^Value must be a number$/],
  ["numberTooSmall", /^Number must be no less than (?<least>.+)$/],
  ["numberTooLarge", /^Number must be no greater than (?<most>.+)$/],
  ["tooShort", /^String must be no shorter than (?<least>\d+)/],
  ["tooLong", /^String must be no longer than (?<most>\d+)/],
  ["notADate", /^Date must be of the form/],
  ["lastSecondFactor", only(texts.lastSecondFactor)],
  ["lastWayIn", only(texts.lastWayIn)],
  ["noRecoveryContact", only(texts.noRecoveryContact)],
  ["passkeyExists", only(texts.passkeyExists)],
  ["tooManyPasskeys", /^A user can have at most (?<most>\d+) passkeys\.$/],
  ["passkeyExpired", only(texts.passkeyChallengeNotFound)],
  ["passkeyUnusable", /passkey|WebAuthn|authenticator/i],
];

function only(text: string): RegExp {
  return new RegExp(`^${RegExp.escape(text)}$`);
}

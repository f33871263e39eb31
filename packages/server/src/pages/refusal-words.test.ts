import { expect, test } from "vitest";
import { fail } from "../core/failures.ts";
import { texts } from "../core/texts.ts";
import { wordsOf } from "../languages/words.ts";
import { refusalWords, secondFactorNotHere } from "./refusal-words.ts";

const german = wordsOf("de");
const { refusals, fields } = german;

test.each([
  [texts.passwordMisfit("Password not long enough"), refusals.passwordTooShort],
  [texts.passwordMisfit("Password must have symbol characters"), refusals.passwordNeedsSymbol],
  [texts.passwordUsedBefore, refusals.passwordUsedBefore],
  [texts.attributeRequired("name"), refusals.attributeRequired],
  [
    texts.attributeMisfit("name", "String must be no shorter than 3 characters"),
    "Es müssen mindestens 3 Zeichen sein",
  ],
  [
    texts.attributeMisfit("custom:age", "Number must be no greater than 7.5"),
    "Die Zahl darf höchstens 7.5 sein",
  ],
  [texts.attributeMisfit("birthdate", "Date must be of the form YYYY-MM-DD"), refusals.notADate],
  [texts.emailInvalid, refusals.emailInvalid],
  [texts.userDisabled, refusals.userDisabled],
  [texts.tooManyPasskeys(20), "Ein Konto kann höchstens 20 Passkeys haben."],
  [texts.passkeyOriginNotAllowed, refusals.passkeyUnusable],
  [texts.signUpNotPermitted, refusals.signUpClosed],
  [texts.lastSecondFactor, refusals.lastSecondFactor],
  [texts.lastWayIn, refusals.lastWayIn],
  [secondFactorNotHere, refusals.factorNotHere],
  ["Something that only an app can understand", refusals.other],
])("what the API says as %j reads as %j", (message, words) => {
  expect(refusalWords(german, fail("InvalidParameterException", message))).toBe(words);
});

test("a trigger's own words stay, and what else it fails with is told in ours", () => {
  const words = texts.lambdaThrew("PreSignUp", "Heute nicht.");
  expect(refusalWords(german, fail("UserLambdaValidationException", words))).toBe("Heute nicht.");
  const broken = fail("UnexpectedLambdaException", texts.lambdaNotRun("PreSignUp", "timedOut"));
  expect(refusalWords(german, broken)).toBe(refusals.appStepFailed);
});

test("an address that is taken, and too many attempts", () => {
  expect(refusalWords(german, fail("AliasExistsException", texts.aliasExists("email")))).toBe(
    fields.addressTaken,
  );
  const often = fail("LimitExceededException", texts.attemptLimitExceeded);
  expect(refusalWords(german, often)).toBe(refusals.attemptsExceeded);
});

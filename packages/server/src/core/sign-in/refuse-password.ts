/** The words of a refused password at the JSON API, with or without PreventUserExistenceErrors. */
import type { Client } from "../clients/client.ts";
import { hidesPeople } from "../clients/hides-people.ts";
import type { ApiFailure, Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { PasswordRefusal } from "./password-sign-in.ts";

export type PasswordFail = Fail<
  | "NotAuthorizedException"
  | "PasswordResetRequiredException"
  | "UserNotConfirmedException"
  | "UserNotFoundException"
>;

export function passwordFailure(cause: PasswordRefusal, client: Client, fail: PasswordFail): ApiFailure {
  switch (cause) {
    case "unknownUser":
      return unknownUserFailure(client, fail);
    case "wrongPassword":
      return fail("NotAuthorizedException", texts.incorrectUsernameOrPassword);
    case "attemptsExceeded":
      return fail("NotAuthorizedException", texts.passwordAttemptsExceeded);
    case "userDisabled":
      return fail("NotAuthorizedException", texts.userDisabled);
    case "temporaryPasswordExpired":
      return fail("NotAuthorizedException", texts.temporaryPasswordExpired);
    case "notConfirmed":
      return fail("UserNotConfirmedException", texts.userNotConfirmed);
    case "resetRequired":
      return fail("PasswordResetRequiredException", texts.passwordResetRequired);
  }
}

function unknownUserFailure(
  client: Client,
  fail: Fail<"NotAuthorizedException" | "UserNotFoundException">,
): ApiFailure {
  return hidesPeople(client)
    ? fail("NotAuthorizedException", texts.incorrectUsernameOrPassword)
    : fail("UserNotFoundException", texts.userNotFound);
}

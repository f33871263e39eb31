import { checkPendingSoftwareToken } from "../../core/factors/check-software-token.ts";
import {
  confirmSoftwareToken,
  nextSession,
  requireEnrolee,
} from "../../core/factors/enrol-software-token.ts";
import { enrolled } from "../../core/sign-in/challenges/mfa-setup.ts";
import { texts } from "../../core/texts.ts";
import type { Handler } from "../handler.ts";

/** For somebody on the way in, the app is turned on as well; whoever is signed in says so by SetUserMFAPreference. */
export const VerifySoftwareToken: Handler<"VerifySoftwareToken"> = async (input, context) => {
  const { fail, source } = context;
  const enrolee = await requireEnrolee(context, input, fail);
  const claim = { code: input.UserCode, source };
  const check = await checkPendingSoftwareToken(context, enrolee.user, claim);
  if (!check.ok) {
    if (check.cause === "attemptsExceeded") {
      throw fail("NotAuthorizedException", texts.passwordAttemptsExceeded);
    }
    if (check.cause === "notSetUp") {
      throw fail("SoftwareTokenMFANotFoundException", texts.softwareTokenNotSetUp);
    }
    throw fail("EnableSoftwareTokenMFAException", texts.softwareTokenMismatch);
  }
  const { sealedSecret, step } = check;
  const confirmed = { sealedSecret, step, friendlyName: input.FriendlyDeviceName };
  const isConfirmed = await confirmSoftwareToken(context, enrolee, confirmed, fail);
  if (!isConfirmed) throw fail("EnableSoftwareTokenMFAException", texts.softwareTokenMismatch);
  const session = nextSession(context, enrolee, enrolled);
  return { Status: "SUCCESS", ...(session !== undefined && { Session: session }) };
};

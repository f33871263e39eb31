import { setMfaPreference } from "../../core/factors/set-mfa-preference.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const SetUserMFAPreference: Handler<"SetUserMFAPreference"> = async (input, context) => {
  const { fail, caller } = context;
  requireRecentSignIn(context, caller, fail);
  const settings = {
    SMS_MFA: input.SMSMfaSettings,
    SOFTWARE_TOKEN_MFA: input.SoftwareTokenMfaSettings,
    EMAIL_OTP: input.EmailMfaSettings,
    WEB_AUTHN: input.WebAuthnMfaSettings,
  };
  await setMfaPreference(context, caller.pool, caller.user, settings, fail);
  return {};
};

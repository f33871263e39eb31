/** Which factors a pool may let people sign in with alone. */
import type { AuthFactorType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { Pool, PoolSettings } from "./pool.ts";

export function firstFactorsOf({ Policies }: PoolSettings): readonly AuthFactorType[] {
  return Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
}

/** Where everybody owes two factors, a first one must be followed by another, or be two in one (measured 2026-08). */
export function requireFirstFactors(
  settings: PoolSettings,
  mfa: Pool["mfa"],
  fail: Fail<"InvalidParameterException">,
): void {
  const factors = firstFactorsOf(settings);
  if (!factors.includes("PASSWORD")) throw fail("InvalidParameterException", texts.passwordFactorMissing);
  if (factors.includes("SOFTWARE_TOKEN")) {
    throw fail("InvalidParameterException", texts.notAFirstFactor("SOFTWARE_TOKEN"));
  }
  if (settings.MfaConfiguration !== "ON") return;
  if (factors.includes("EMAIL_OTP") || factors.includes("SMS_OTP")) {
    throw fail("InvalidParameterException", texts.firstFactorsUnderMfa);
  }
  const { FactorConfiguration } = mfa.WebAuthnConfiguration ?? {};
  if (factors.includes("WEB_AUTHN") && FactorConfiguration !== "MULTI_FACTOR_WITH_USER_VERIFICATION") {
    throw fail("InvalidParameterException", texts.passkeyUnderMfa);
  }
}

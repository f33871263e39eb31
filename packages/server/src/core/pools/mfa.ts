/** Which second factors a pool offers: SetUserPoolMfaConfig's rules and GetUserPoolMfaConfig's answer. */
import type { GetUserPoolMfaConfigResponse, SetUserPoolMfaConfigRequest } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import type { Pool } from "./pool.ts";

const factors = ["SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration"] as const;

/** The factors that are configured: the member being there counts, not what it says (measured: `Enabled: false` too). */
export function mfaFactors(mfa: GetUserPoolMfaConfigResponse): readonly (typeof factors)[number][] {
  return factors.filter((name) => mfa[name] !== undefined);
}

/**
 * What the pool offers from now on. `MfaConfiguration` left out stays as it is, so that nobody turns MFA off by
 * forgetting it; the factors left out go. Turning it on is refused until sign-in asks for a second factor.
 */
export function withMfa(
  pool: Pool,
  { UserPoolId: _, ...given }: SetUserPoolMfaConfigRequest,
  fail: Fail<"InvalidParameterException">,
): Pool {
  const MfaConfiguration = given.MfaConfiguration ?? pool.settings.MfaConfiguration ?? "OFF";
  const isOff = MfaConfiguration === "OFF";
  const offered = mfaFactors(given);
  if (isOff && offered.length > 0) throw fail("InvalidParameterException", texts.mfaOffWithFactor);
  if (!isOff && offered.length === 0) throw fail("InvalidParameterException", texts.mfaFactorMissing);
  if (MfaConfiguration === "ON") {
    throw fail("InvalidParameterException", texts.notBuilt("MfaConfiguration ON"));
  }
  const { WebAuthnConfiguration, SmsMfaConfiguration } = given;
  const sms = SmsMfaConfiguration?.SmsConfiguration;
  return {
    ...pool,
    settings: { ...pool.settings, MfaConfiguration, ...(sms && { SmsConfiguration: sms }) },
    mfa: {
      ...given,
      MfaConfiguration,
      ...(WebAuthnConfiguration && {
        WebAuthnConfiguration: { UserVerification: "preferred", ...WebAuthnConfiguration },
      }),
    },
  };
}

/** Once MFA is off its factors are gone, whichever call turned it off. */
export function describeMfa({ settings, mfa }: Pool): GetUserPoolMfaConfigResponse {
  const { MfaConfiguration = "OFF", SmsConfiguration, SmsAuthenticationMessage } = settings;
  const { WebAuthnConfiguration, ...offered } = mfa;
  const passkeys = WebAuthnConfiguration && { WebAuthnConfiguration };
  if (MfaConfiguration === "OFF") return { MfaConfiguration, ...passkeys };
  const sms = SmsConfiguration && {
    SmsMfaConfiguration: { ...(SmsAuthenticationMessage && { SmsAuthenticationMessage }), SmsConfiguration },
  };
  return { ...sms, ...offered, MfaConfiguration, ...passkeys };
}

/** Which second factors a pool offers: SetUserPoolMfaConfig's rules and GetUserPoolMfaConfig's answer. */
import type { GetUserPoolMfaConfigResponse, SetUserPoolMfaConfigRequest } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import { requireFirstFactors } from "./first-factors.ts";
import type { Pool } from "./pool.ts";

const factors = ["SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration"] as const;

/** The factors that are configured: the member being there counts, not what it says (measured: `Enabled: false` too). */
export function mfaFactors(mfa: GetUserPoolMfaConfigResponse): readonly (typeof factors)[number][] {
  return factors.filter((name) => mfa[name] !== undefined);
}

/**
 * What the pool offers from now on. `MfaConfiguration` left out stays as it is, so that nobody turns MFA off by
 * forgetting it; the factors left out go. But SMS stays for as long as the pool can send it, as on the real service.
 */
export function withMfa(
  pool: Pool,
  { UserPoolId: _, ...given }: SetUserPoolMfaConfigRequest,
  fail: Fail<"FeatureUnavailableInTierException" | "InvalidParameterException">,
): Pool {
  const MfaConfiguration = given.MfaConfiguration ?? pool.settings.MfaConfiguration ?? "OFF";
  const isOff = MfaConfiguration === "OFF";
  const offered = mfaFactors(given);
  if (isOff && offered.length > 0) throw fail("InvalidParameterException", texts.mfaOffWithFactor);
  if (!isOff && offered.length === 0) throw fail("InvalidParameterException", texts.mfaFactorMissing);
  const { UserPoolTier: tier = "ESSENTIALS" } = pool.settings;
  if (given.EmailMfaConfiguration !== undefined && tier === "LITE") {
    throw fail("FeatureUnavailableInTierException", texts.featureNotInTier("EmailMfaConfiguration", tier));
  }
  const { WebAuthnConfiguration, SmsMfaConfiguration } = given;
  const changed: Pool = {
    ...pool,
    // How SMS are sent and worded is UpdateUserPool's to say, too.
    settings: { ...pool.settings, MfaConfiguration, ...SmsMfaConfiguration },
    mfa: {
      ...given,
      MfaConfiguration,
      ...(SmsMfaConfiguration && { SmsMfaConfiguration: {} }),
      ...(WebAuthnConfiguration && {
        WebAuthnConfiguration: { UserVerification: "preferred", ...WebAuthnConfiguration },
      }),
    },
  };
  if (MfaConfiguration === "ON" && !canDemandMfa(changed)) {
    throw fail("InvalidParameterException", texts.mfaFactorMissing);
  }
  requireFirstFactors(changed.settings, changed.mfa, fail);
  return changed;
}

/** Is there a factor that people can have? A pool that demands one of nobody's would keep everybody out. */
export function canDemandMfa({ settings, mfa }: Pick<Pool, "settings" | "mfa">): boolean {
  const { SoftwareTokenMfaConfiguration, EmailMfaConfiguration } = mfa;
  const canSend = settings.SmsConfiguration !== undefined || EmailMfaConfiguration !== undefined;
  return canSend || SoftwareTokenMfaConfiguration?.Enabled === true;
}

/** Once MFA is off its factors are gone, whichever call turned it off. */
export function describeMfa({ settings, mfa }: Pool): GetUserPoolMfaConfigResponse {
  const { MfaConfiguration = "OFF", SmsConfiguration, SmsAuthenticationMessage } = settings;
  const { WebAuthnConfiguration, ...offered } = mfa;
  const passkeys = WebAuthnConfiguration && { WebAuthnConfiguration };
  if (MfaConfiguration === "OFF") return { MfaConfiguration, ...passkeys };
  const isSent = SmsConfiguration !== undefined || offered.SmsMfaConfiguration !== undefined;
  const sms = isSent && {
    SmsMfaConfiguration: {
      ...offered.SmsMfaConfiguration,
      ...(SmsAuthenticationMessage && { SmsAuthenticationMessage }),
      ...(SmsConfiguration && { SmsConfiguration }),
    },
  };
  return { ...offered, ...sms, MfaConfiguration, ...passkeys };
}

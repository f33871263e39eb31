/**
 * What a pool's settings must satisfy beyond their shapes, and which settings are refused because this version could
 * not honour them.
 */
import type { CreateUserPoolRequest, UpdateUserPoolRequest } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { texts } from "../texts.ts";
import { firstFactorsOf, requireFirstFactors } from "./first-factors.ts";
import { canDemandMfa, mfaFactors } from "./mfa.ts";
import type { Pool, PoolSettings } from "./pool.ts";
import { requireTags } from "./tags.ts";
import { hasThreatProtection } from "./threat-protection.ts";

type ParameterFail = Fail<"InvalidParameterException">;

/** Whatever is decided once, when the pool is made. */
export function requireNewPool(input: CreateUserPoolRequest, fail: ParameterFail): void {
  const { AliasAttributes = [], UsernameAttributes = [] } = input;
  if (AliasAttributes.length > 0 && UsernameAttributes.length > 0) {
    throw fail("InvalidParameterException", texts.aliasOrUsernameAttributes);
  }
  requireOneValidity(input, fail);
}

/** One number under two names: whoever gives both is told which to use, though they be the same. 0 says nothing. */
export function requireOneValidity(
  { Policies, AdminCreateUserConfig }: CreateUserPoolRequest | UpdateUserPoolRequest,
  fail: ParameterFail,
): void {
  const isGiven = Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined;
  if (isGiven && AdminCreateUserConfig?.UnusedAccountValidityDays) {
    throw fail("InvalidParameterException", texts.unusedAccountValidityDays);
  }
}

/** `mfa` is what SetUserPoolMfaConfig stored; a new pool has none. */
export function requirePoolSettings(
  settings: PoolSettings,
  mfa: Pool["mfa"],
  fail: Fail<"FeatureUnavailableInTierException" | "InvalidParameterException">,
): void {
  const missing = promisesNotKept(settings).find(([, isAsked]) => isAsked)?.[0];
  if (missing !== undefined) throw fail("InvalidParameterException", texts.notBuilt(missing));
  requireFirstFactors(settings, mfa, fail);
  requireTier(settings, fail);
  requireVerifiable(settings, fail);
  requireRecovery(settings, fail);
  requireMfaFactor(settings, mfa, fail);
  requireTags(settings.UserPoolTags ?? {}, fail);
}

/**
 * Protection that is not built yet. To store it and do nothing would let its owner believe in it, and a trigger that
 * never runs may be the one that refuses; so a call that asks for one is refused and names it.
 */
function promisesNotKept(settings: PoolSettings): readonly (readonly [what: string, isAsked: boolean])[] {
  const { LambdaConfig = {}, KeyConfiguration, DcrConfiguration } = settings;
  return [
    ["LambdaConfig InboundFederation", LambdaConfig.InboundFederation !== undefined],
    ["KeyType CUSTOMER_MANAGED_KEY", KeyConfiguration?.KeyType === "CUSTOMER_MANAGED_KEY"],
    // Left out of it, EnableStatus turns it on.
    ["DcrConfiguration", DcrConfiguration !== undefined && DcrConfiguration.EnableStatus !== "Disabled"],
  ];
}

/** What a pool asks for beyond its tier. */
function requireTier(settings: PoolSettings, fail: Fail<"FeatureUnavailableInTierException">): void {
  const { UserPoolTier } = settings;
  const isPasswordless = firstFactorsOf(settings).some((factor) => factor !== "PASSWORD");
  // Whoever has no password could never sign in where the tier has no other way.
  if (UserPoolTier === "LITE" && isPasswordless) {
    throw fail(
      "FeatureUnavailableInTierException",
      texts.featureAboveTier("Passwordless Sign-In", UserPoolTier),
    );
  }
  // Seen on the service for ESSENTIALS alone: pools of LITE that had it before there were tiers keep it.
  if (UserPoolTier === "ESSENTIALS" && hasThreatProtection(settings)) {
    throw fail(
      "FeatureUnavailableInTierException",
      texts.featureAboveTier("Threat Protection", UserPoolTier),
    );
  }
}

/** An attribute that waits for its verification must be one that is verified. */
function requireVerifiable(settings: PoolSettings, fail: ParameterFail): void {
  const { UserAttributeUpdateSettings = {}, AutoVerifiedAttributes = [] } = settings;
  const waiting = UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate ?? [];
  if (!waiting.every((name) => AutoVerifiedAttributes.includes(name))) {
    throw fail("InvalidParameterException", texts.verificationBeforeUpdate);
  }
}

/** Recovery by administrators alone, and by oneself: whoever set both would believe in one of them. */
function requireRecovery({ AccountRecoverySetting }: PoolSettings, fail: ParameterFail): void {
  const { RecoveryMechanisms = [] } = AccountRecoverySetting ?? {};
  const isAdminOnly = RecoveryMechanisms.some(({ Name }) => Name === "admin_only");
  if (isAdminOnly && RecoveryMechanisms.length > 1) {
    throw fail("InvalidParameterException", texts.adminOnlyWithOthers);
  }
}

function requireMfaFactor(settings: PoolSettings, mfa: Pool["mfa"], fail: ParameterFail): void {
  if (settings.MfaConfiguration === "OFF") return;
  const isDemanded = settings.MfaConfiguration === "ON";
  const hasFactor = settings.SmsConfiguration !== undefined || mfaFactors(mfa).length > 0;
  if (!hasFactor || (isDemanded && !canDemandMfa({ settings, mfa }))) {
    throw fail("InvalidParameterException", texts.mfaNeedsSms);
  }
}

/** Which second factors a pool offers, and whether somebody has what it takes to use one. */
import { contactOf } from "../messages/contact.ts";
import { describeMfa } from "../pools/mfa.ts";
import type { Pool } from "../pools/pool.ts";
import type { ReadTables } from "../tables.ts";
import type { User } from "../users/user.ts";
import { type MfaKind, mfaKinds } from "./mfa-preference.ts";

/** None while MFA is off, whatever is configured. */
export function offeredFactors(pool: Pool): readonly MfaKind[] {
  const mfa = describeMfa(pool);
  if (mfa.MfaConfiguration === "OFF") return [];
  const isOffered: Readonly<Record<MfaKind, boolean>> = {
    SMS_MFA: mfa.SmsMfaConfiguration !== undefined,
    SOFTWARE_TOKEN_MFA: mfa.SoftwareTokenMfaConfiguration?.Enabled === true,
    EMAIL_OTP: mfa.EmailMfaConfiguration !== undefined,
    WEB_AUTHN: mfa.WebAuthnConfiguration?.FactorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION",
  };
  return mfaKinds.filter((kind) => isOffered[kind]);
}

/** An address serves unverified, too: the first code that comes back verifies it. */
export async function hasFactor(
  tables: Pick<ReadTables, "passkeys" | "softwareTokens">,
  { poolId, sub, attributes }: User,
  kind: MfaKind,
): Promise<boolean> {
  switch (kind) {
    case "SMS_MFA":
      return contactOf(attributes, "phone_number") !== undefined;
    case "EMAIL_OTP":
      return contactOf(attributes, "email") !== undefined;
    case "SOFTWARE_TOKEN_MFA":
      return (await tables.softwareTokens.find(poolId, sub))?.sealedSecret !== undefined;
    case "WEB_AUTHN":
      return (await tables.passkeys.listOfUser(poolId, sub)).length > 0;
  }
}

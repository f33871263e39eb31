/** A person's second factors on the wire, and the ways in which they can sign in. */
import type { AuthFactorType, GetUserAuthFactorsResponse, MFAOptionType } from "../../model/shapes.ts";
import { contactOf } from "../messages/contact.ts";
import { firstFactorsOf } from "../pools/first-factors.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import { hasFactor } from "./offered-factors.ts";

export interface MfaMembers {
  readonly MFAOptions?: readonly MFAOptionType[];
  readonly PreferredMfaSetting?: string;
  readonly UserMFASettingList?: readonly string[];
}

const bySms: MFAOptionType = { DeliveryMedium: "SMS", AttributeName: "phone_number" };

/** Of GetUser and AdminGetUser. `MFAOptions` is the older word, which knows SMS alone. */
export function mfaMembers({ mfa }: User): MfaMembers {
  return { ...(mfa.enabled.includes("SMS_MFA") && { MFAOptions: [bySms] }), ...settingMembers(mfa) };
}

export async function describeAuthFactors(
  world: World,
  pool: Pool,
  user: User,
): Promise<GetUserAuthFactorsResponse> {
  return {
    Username: user.username,
    ...settingMembers(user.mfa),
    ConfiguredUserAuthFactors: await configuredFactors(world, pool, user),
  };
}

function settingMembers({ enabled, preferred }: User["mfa"]): MfaMembers {
  return {
    ...(preferred !== undefined && { PreferredMfaSetting: preferred }),
    ...(enabled.length > 0 && { UserMFASettingList: enabled }),
  };
}

/** First factors count where the pool allows them; an authenticator app counts wherever it is set up. */
async function configuredFactors(world: World, pool: Pool, user: User): Promise<readonly AuthFactorType[]> {
  const allowed = firstFactorsOf(pool.settings);
  const { read } = world.store;
  const has: Readonly<Record<AuthFactorType, boolean>> = {
    PASSWORD: user.passwordHash !== undefined,
    EMAIL_OTP: allowed.includes("EMAIL_OTP") && contactOf(user.attributes, "email") !== undefined,
    SMS_OTP: allowed.includes("SMS_OTP") && contactOf(user.attributes, "phone_number") !== undefined,
    WEB_AUTHN: await hasFactor(read, user, "WEB_AUTHN"),
    SOFTWARE_TOKEN: await hasFactor(read, user, "SOFTWARE_TOKEN_MFA"),
  };
  return authFactors.filter((factor) => has[factor]);
}

const authFactors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN", "SOFTWARE_TOKEN"] as const;

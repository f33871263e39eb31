/**
 * Turns a person's second factors on and off, and sets the preferred one. Factors that a call does not name stay as
 * they are. A factor is turned on only if the pool offers it and the person has it; otherwise they would rely on it and
 * never be asked.
 */
import type { SetUserMFAPreferenceRequest } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import { updateUser } from "../users/update-user.ts";
import type { User } from "../users/user.ts";
import { type MfaKind, type MfaPreference, mfaKinds, withFactor, withoutFactor } from "./mfa-preference.ts";
import { hasFactor, offeredFactors } from "./offered-factors.ts";

export interface FactorSetting {
  readonly Enabled?: boolean | undefined;
  readonly PreferredMfa?: boolean | undefined;
}

export type FactorSettings = Readonly<Partial<Record<MfaKind, FactorSetting | undefined>>>;

/** Of SetUserMFAPreference and AdminSetUserMFAPreference. */
export function factorSettings(input: Omit<SetUserMFAPreferenceRequest, "AccessToken">): FactorSettings {
  return {
    SMS_MFA: input.SMSMfaSettings,
    SOFTWARE_TOKEN_MFA: input.SoftwareTokenMfaSettings,
    EMAIL_OTP: input.EmailMfaSettings,
    WEB_AUTHN: input.WebAuthnMfaSettings,
  };
}

type PreferenceFail = Fail<"InvalidParameterException" | "UserNotFoundException">;

export async function setMfaPreference(
  world: World,
  pool: Pool,
  { sub }: User,
  settings: FactorSettings,
  fail: PreferenceFail,
  metadata?: ClientMetadata,
): Promise<void> {
  requireOnePreferred(settings, fail);
  const modifiedAt = world.clock.now();
  await world.store.write(async (tables) => {
    const latest = await tables.users.find(pool.poolId, sub);
    if (latest === undefined) throw fail("UserNotFoundException", texts.userNotFound);
    await requireFactors(tables, pool, latest, settings, fail);
    const change = (user: User): User => ({ ...user, mfa: changed(user.mfa, settings), modifiedAt });
    const user = await updateUser(tables, pool, sub, change, fail, null);
    if (isNews(latest.mfa, user.mfa)) {
      await notify(world, tables, pool, user, "factorsChanged", metadata);
    }
  });
}

/** Deletes the authenticator app itself; false when there is none. */
export async function deleteSoftwareToken(
  world: World,
  pool: Pool,
  { sub }: User,
  fail: PreferenceFail,
): Promise<boolean> {
  const modifiedAt = world.clock.now();
  return world.store.write(async (tables) => {
    const isDeleted = await tables.softwareTokens.delete(pool.poolId, sub);
    if (!isDeleted) return false;
    const change = (user: User): User => ({
      ...user,
      mfa: withoutFactor(user.mfa, "SOFTWARE_TOKEN_MFA"),
      modifiedAt,
    });
    const user = await updateUser(tables, pool, sub, change, fail, null);
    await notify(world, tables, pool, user, "appRemoved");
    return true;
  });
}

/** That an app is turned on is no news: its owner was told when it was set up. */
function isNews(before: MfaPreference, after: MfaPreference): boolean {
  const turned = mfaKinds.filter((kind) => before.enabled.includes(kind) !== after.enabled.includes(kind));
  return turned.some((kind) => kind !== "SOFTWARE_TOKEN_MFA" || before.enabled.includes(kind));
}

function requireOnePreferred(settings: FactorSettings, fail: PreferenceFail): void {
  const preferred = mfaKinds.filter((kind) => settings[kind]?.PreferredMfa === true);
  const notEnabled = preferred.find((kind) => settings[kind]?.Enabled !== true);
  if (notEnabled !== undefined) throw fail("InvalidParameterException", texts.mfaPreferredOff(notEnabled));
  if (preferred.length > 1) throw fail("InvalidParameterException", texts.mfaPreferredTwice);
}

async function requireFactors(
  tables: Tables,
  pool: Pool,
  user: User,
  settings: FactorSettings,
  fail: PreferenceFail,
): Promise<void> {
  const offered = offeredFactors(pool);
  for (const kind of mfaKinds) {
    if (settings[kind]?.Enabled !== true) continue;
    if (!(await hasFactor(tables, user, kind))) {
      throw fail("InvalidParameterException", texts.mfaNotConfigured(kind));
    }
    if (!offered.includes(kind)) throw fail("InvalidParameterException", texts.mfaNotOffered(kind));
  }
}

function changed(preference: MfaPreference, settings: FactorSettings): MfaPreference {
  let next = preference;
  for (const kind of mfaKinds) {
    const { Enabled, PreferredMfa } = settings[kind] ?? {};
    if (settings[kind] === undefined) continue;
    next = Enabled === true ? withFactor(next, kind) : withoutFactor(next, kind);
    if (PreferredMfa === true) next = { ...next, preferred: kind };
    if (PreferredMfa === false && next.preferred === kind) next = { ...next, preferred: undefined };
  }
  return next;
}

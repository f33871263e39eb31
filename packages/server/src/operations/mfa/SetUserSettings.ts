import { legacySettings } from "../../core/factors/legacy-settings.ts";
import { setMfaPreference } from "../../core/factors/set-mfa-preference.ts";
import type { Handler } from "../handler.ts";

export const SetUserSettings: Handler<"SetUserSettings"> = async (input, context) => {
  const { fail, caller } = context;
  await setMfaPreference(context, caller.pool, caller.user, legacySettings(input.MFAOptions, fail), fail);
  return {};
};

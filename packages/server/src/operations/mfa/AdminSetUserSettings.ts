import { legacySettings } from "../../core/factors/legacy-settings.ts";
import { setMfaPreference } from "../../core/factors/set-mfa-preference.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminSetUserSettings: Handler<"AdminSetUserSettings"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  await setMfaPreference(context, pool, user, legacySettings(input.MFAOptions, fail), fail);
  return {};
};

import { factorSettings, setMfaPreference } from "../../core/factors/set-mfa-preference.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireUser } from "../../core/users/find-user.ts";
import type { Handler } from "../handler.ts";

export const AdminSetUserMFAPreference: Handler<"AdminSetUserMFAPreference"> = async (input, context) => {
  const { fail } = context;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const user = await requireUser(context, pool, input.Username, fail);
  await setMfaPreference(context, pool, user, factorSettings(input), fail);
  return {};
};

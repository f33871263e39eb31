import { factorSettings, setMfaPreference } from "../../core/factors/set-mfa-preference.ts";
import { requireRecentSignIn } from "../../core/tokens/require-recent-sign-in.ts";
import type { Handler } from "../handler.ts";

export const SetUserMFAPreference: Handler<"SetUserMFAPreference"> = async (input, context) => {
  const { fail, caller } = context;
  requireRecentSignIn(context, caller, fail);
  await setMfaPreference(context, caller.pool, caller.user, factorSettings(input), fail);
  return {};
};

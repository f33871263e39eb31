import { updatedPoolSettings } from "../../core/pools/defaults.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import { requireOneValidity, requirePoolSettings } from "../../core/pools/rules.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import { requireTriggers } from "../../core/triggers/require-triggers.ts";
import type { Handler } from "../handler.ts";

/** What is left out goes back to its default; MFA, policies, tier and tags stay. */
export const UpdateUserPool: Handler<"UpdateUserPool"> = async (input, context) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  requireOneValidity(input, fail);
  await updatePool(
    context,
    poolId,
    (pool) => {
      const settings = updatedPoolSettings(pool, input);
      requirePoolSettings(settings, pool.mfa, fail);
      requireTriggers(context, settings, fail);
      return { ...pool, settings };
    },
    fail,
  );
  return {};
};

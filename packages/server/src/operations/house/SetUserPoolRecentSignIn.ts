import { requirePool } from "../../core/pools/find-pool.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import { describeRecentSignIn } from "../../core/sessions/pool-sessions.ts";
import type { Handler } from "../handler.ts";

/** It counts at once, for tokens that are out too. */
export const SetUserPoolRecentSignIn: Handler<"SetUserPoolRecentSignIn"> = async (input, context) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const recentSignInMinutes = input.MaxAgeMinutes;
  const pool = await updatePool(
    context,
    poolId,
    (current) => ({ ...current, sessions: { ...current.sessions, recentSignInMinutes } }),
    fail,
  );
  return describeRecentSignIn(pool);
};

import { requirePool } from "../../core/pools/find-pool.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import { browserLimitsOf, describeBrowserLimits } from "../../core/sessions/browser-limits.ts";
import type { Handler } from "../handler.ts";

/** It counts at once: a browser that is signed in for longer than that is so no more. */
export const SetUserPoolBrowserSession: Handler<"SetUserPoolBrowserSession"> = async (input, context) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const browser = browserLimitsOf(input, fail);
  const pool = await updatePool(
    context,
    poolId,
    (current) => ({ ...current, sessions: { ...current.sessions, browser } }),
    fail,
  );
  return describeBrowserLimits(pool);
};

import { requirePool } from "../../core/pools/find-pool.ts";
import { updatePool } from "../../core/pools/update-pool.ts";
import {
  describePoolSessions,
  poolSessionsOf,
  requireSessionTier,
} from "../../core/sessions/session-configuration.ts";
import type { Handler } from "../handler.ts";

export const SetUserPoolSessionConfiguration: Handler<"SetUserPoolSessionConfiguration"> = async (
  input,
  context,
) => {
  const { fail } = context;
  const { poolId } = await requirePool(context, input.UserPoolId, fail);
  const sessions = poolSessionsOf(input);
  const changed = await updatePool(
    context,
    poolId,
    (pool) => {
      requireSessionTier(pool, fail);
      return { ...pool, sessions: { ...pool.sessions, ...sessions } };
    },
    fail,
  );
  return describePoolSessions(changed);
};

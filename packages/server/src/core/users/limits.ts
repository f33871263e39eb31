/**
 * How often per hour one account may be sent codes, or try them (`cognito.md` §8). Counted before anything is looked
 * at, and also for names that nobody has: a limit must not reveal who exists.
 */
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";

const mostPerHour = {
  changePassword: 5,
  confirmSignUp: 15,
  /** ForgotPassword and ConfirmForgotPassword together. */
  recovery: 20,
  resendConfirmationCode: 5,
  sendAttributeCode: 5,
  verifyAttribute: 15,
} as const;

export async function countUse(
  world: World,
  { poolId }: Pick<Pool, "poolId">,
  account: Sub,
  action: keyof typeof mostPerHour,
  fail: Fail<"LimitExceededException">,
): Promise<void> {
  const now = world.clock.now();
  const isAllowed = await world.store.write(({ quotas }) =>
    quotas.count(poolId, account, action, mostPerHour[action], now),
  );
  if (!isAllowed) throw fail("LimitExceededException", texts.attemptLimitExceeded);
}

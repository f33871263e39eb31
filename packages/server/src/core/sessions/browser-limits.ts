/**
 * How long a browser's sign-in may last, counted from the sign-in and from its last use. Both limits are enforced on
 * the server, whatever the cookie says, and a lower limit applies at once to browsers that are signed in (CK-08). Use
 * never extends it.
 */
import type { BrowserSessionResponse, SetUserPoolBrowserSessionRequest } from "../../model/poolhouse.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { BrowserSession } from "../sign-in/browser-session.ts";
import { texts } from "../texts.ts";
import { writeAtOnce } from "../write-at-once.ts";
import type { BrowserLimits } from "./pool-sessions.ts";

const minute = 60_000;

export function browserLimitsOf(
  { MaxMinutes: maxMinutes, IdleMinutes: idleMinutes }: SetUserPoolBrowserSessionRequest,
  fail: Fail<"InvalidParameterException">,
): BrowserLimits {
  if (idleMinutes !== undefined && maxMinutes !== undefined && idleMinutes > maxMinutes) {
    throw fail("InvalidParameterException", texts.idleLongerThanSession);
  }
  return {
    ...(maxMinutes !== undefined && { maxMinutes }),
    ...(idleMinutes !== undefined && { idleMinutes }),
  };
}

export function describeBrowserLimits({ poolId, sessions }: Pool): BrowserSessionResponse {
  const { maxMinutes, idleMinutes } = sessions.browser ?? {};
  return { UserPoolId: poolId, MaxMinutes: maxMinutes, IdleMinutes: idleMinutes };
}

/** Why a session that is stored signs nobody in any more; undefined while it does. */
export function whyOver(
  { sessions }: Pool,
  { authenticatedAt, lastUsedAt, expiresAt }: BrowserSession,
  now: number,
): "tooOld" | "idle" | undefined {
  const { maxMinutes = Number.POSITIVE_INFINITY, idleMinutes = Number.POSITIVE_INFINITY } =
    sessions.browser ?? {};
  if (now >= expiresAt || now - authenticatedAt >= maxMinutes * minute) return "tooOld";
  return now - lastUsedAt >= idleMinutes * minute ? "idle" : undefined;
}

/** Written down only where it counts, and not more than about ten times in the idle limit: it may end that much too early. */
export async function noteUse(
  world: Pick<World, "clock" | "store">,
  { sessions }: Pool,
  { poolId, sessionHash, lastUsedAt }: BrowserSession,
): Promise<void> {
  const { idleMinutes } = sessions.browser ?? {};
  const now = world.clock.now();
  if (idleMinutes === undefined || now - lastUsedAt < Math.min((idleMinutes * minute) / 10, minute)) return;
  await writeAtOnce(world.store, ({ browserSessions }) => browserSessions.touch(poolId, sessionHash, now));
}

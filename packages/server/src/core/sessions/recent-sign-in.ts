/** How recent a sign-in must be before somebody may add or remove a way in: one rule for tokens and pages (AC-10). */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";

/** `unlessSaid` is in minutes and holds where the pool says nothing; null asks for nothing then, as Cognito does. */
export function isRecentSignIn(
  { clock }: Pick<World, "clock">,
  { sessions }: Pick<Pool, "sessions">,
  authenticatedAt: number,
  unlessSaid: number | null,
): boolean {
  const minutes = sessions.recentSignInMinutes || unlessSaid;
  return minutes === null || clock.now() - authenticatedAt <= minutes * 60_000;
}

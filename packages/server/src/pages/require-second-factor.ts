/** The last check of every flow: whoever owes a second factor is not signed in without it (AC-08). */
import { secondFactorOf } from "../core/factors/second-factor.ts";
import { fail } from "../core/failures.ts";
import type { Pool } from "../core/pools/pool.ts";
import type { World } from "../core/ports.ts";
import type { SignIn } from "../core/sign-in/sign-in.ts";
import { secondFactorNotHere } from "./refusal-words.ts";

/** Throws `ApiFailure`. */
export async function requireSecondFactor(
  world: World,
  pool: Pool,
  { user, progress }: SignIn,
): Promise<void> {
  if (progress.hasSecondFactor) return;
  const owed = await secondFactorOf(world.store.read, pool, user);
  if (owed.kind !== "none") throw fail("NotAuthorizedException", secondFactorNotHere);
}

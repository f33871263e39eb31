/** A locked account gets no token in any way, however far a sign-in had come when it was locked (TK-19). */
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { Attempt } from "./attempt.ts";
import { passwordFailure } from "./refuse-password.ts";

/** In the transaction that would sign the person in. */
export async function requireUnlocked(
  world: Pick<World, "clock">,
  { attempts }: Pick<Tables, "attempts">,
  { client, fail }: Pick<Attempt, "client" | "fail">,
  { poolId, sub }: User,
): Promise<void> {
  if (await attempts.findLocked(poolId, sub, world.clock.now())) {
    throw passwordFailure("attemptsExceeded", client, fail);
  }
}

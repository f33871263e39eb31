/** Nobody who was disabled, deleted or put out of use since the sign-in began gets a token (TK-18). */
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import { stateRefusal } from "./account-state.ts";
import type { Attempt } from "./attempt.ts";
import { passwordFailure } from "./refuse-password.ts";

/** The person as they are, in the transaction that would sign them in, after everything that it changes. */
export async function requireActive(
  world: Pick<World, "clock">,
  { users }: Pick<Tables, "users">,
  { client, fail }: Attempt,
  { poolId, sub }: User,
): Promise<User> {
  const user = await users.find(poolId, sub);
  if (user === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  const refusal = stateRefusal(user, world.clock.now());
  if (refusal !== undefined) throw passwordFailure(refusal, client, fail);
  return user;
}

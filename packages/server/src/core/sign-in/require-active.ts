/**
 * May this person still sign in? Nobody gets a token who was disabled, deleted or otherwise barred since the sign-in began, or who
 * began it with a password that has been replaced; nor does an app that was deleted (TK-18).
 */
import { requireClientIn } from "../clients/find-client.ts";
import { inOrder } from "../in-order.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import { stateRefusal } from "./account-state.ts";
import type { Attempt } from "./attempt.ts";
import { passwordFailure } from "./refuse-password.ts";

/** Once a factor is proven: minutes may have passed since the one before it. */
export function requireMaySignIn(
  world: Pick<World, "clock">,
  { client, fail }: Pick<Attempt, "client" | "fail">,
  user: User,
): void {
  const refusal = stateRefusal(user, world.clock.now());
  if (refusal !== undefined) throw passwordFailure(refusal, client, fail);
}

/**
 * The person as they are, in the transaction that would sign them in, after everything that it changes. `expected` has the password
 * that the sign-in leaves them with: the one it began with, or the one it has set.
 */
export async function requireActive(
  world: Pick<World, "clock">,
  tables: Pick<Tables, "clients" | "users">,
  attempt: Pick<Attempt, "client" | "fail">,
  expected: User,
): Promise<User> {
  const { client, fail } = attempt;
  const { poolId, sub } = expected;
  const [, user] = await inOrder(
    requireClientIn(tables, poolId, client.clientId, fail),
    tables.users.find(poolId, sub),
  );
  if (user === undefined) throw fail("NotAuthorizedException", texts.sessionInvalid);
  requireMaySignIn(world, attempt, user);
  // Between two calls the session says so (`challenge-session.ts`); within one a hash and two triggers can take seconds.
  if (user.passwordHash !== expected.passwordHash) throw fail("NotAuthorizedException", texts.sessionInvalid);
  return user;
}

/** Records that a factor was wrong. Names that nobody has leave no event, because there is nobody to show it to. */
import type { ChallengeName } from "../../model/shapes.ts";
import { authEventOf } from "../events/record-auth-event.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { Attempt } from "./attempt.ts";
import type { Progress } from "./sign-in.ts";
import { nobodysId } from "./single-use.ts";

/** Of a first factor, before it is looked at: a success replaces it under the same event id. */
export function presumedFailure(
  world: World,
  attempt: Pick<Attempt, "ipAddress" | "pool">,
  user: User | undefined,
  progress: Progress,
): (tables: Tables) => Promise<void> {
  if (user === undefined) return (tables) => leaveNothing(world, tables, attempt);
  const event = failedEvent(world, attempt, user, progress, "Password");
  return ({ authEvents }) => authEvents.presume(event);
}

/** A write as heavy as an event's, that the next pruning removes: without it nobody's name would be refused faster (HP-06). */
async function leaveNothing(
  world: World,
  { singleUse }: Tables,
  { pool }: Pick<Attempt, "pool">,
): Promise<void> {
  const now = world.clock.now();
  await singleUse.use(pool.poolId, nobodysId(world.random.orderedUuid(now)), now);
}

/** Of a later one. An event of its own each time, as a wrong answer can be followed by a right one in the same sign-in. */
export async function recordFailedSignIn(
  world: World,
  attempt: Pick<Attempt, "ipAddress">,
  user: User | undefined,
  progress: Progress,
  factor: ChallengeName,
): Promise<void> {
  if (user === undefined) return;
  const ownProgress = { ...progress, eventId: world.random.orderedUuid(world.clock.now()) };
  const event = failedEvent(world, attempt, user, ownProgress, factor);
  await world.store.write(({ authEvents }) => authEvents.put(event));
}

function failedEvent(
  world: World,
  attempt: Pick<Attempt, "ipAddress">,
  user: User,
  progress: Progress,
  factor: ChallengeName,
) {
  const failure = { ChallengeName: factor, ChallengeResponse: "Failure" } as const;
  const failed = { ...progress, challenges: [...progress.challenges, failure] };
  return authEventOf(world, attempt, { user, progress: failed }, "Fail");
}

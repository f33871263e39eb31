/** Keeps what happened to a failed request. The answer does not depend on it: a full disk must not hide the reason. */
import type { World } from "../ports.ts";
import { writeAtOnce } from "../write-at-once.ts";
import type { Event } from "./event.ts";

export async function recordFailure(world: World, event: Omit<Event, "at">): Promise<void> {
  try {
    await writeAtOnce(world.store, ({ events }) => events.insert({ ...event, at: world.clock.now() }));
  } catch (cause) {
    world.log.error(
      { requestId: event.requestId, err: cause },
      "the reason of a failed request could not be stored",
    );
  }
}

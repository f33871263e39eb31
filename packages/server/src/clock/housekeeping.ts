/** When housekeeping runs: soon after the start, then every hour, and never twice at the same time. */
import { housekeepingIntervalMs, keepHouse } from "../core/housekeeping.ts";
import type { World } from "../core/ports.ts";

export interface Housekeeping {
  /** Waits for the step that is under way; what is left is for the next start. */
  stop(): Promise<void>;
}

/** Not at once: the first requests of a new process come first. */
const firstAfterMs = 2_000;

export function startHousekeeping(world: World): Housekeeping {
  let isClosing = false;
  let underWay: Promise<void> = Promise.resolve();
  const keep = (): void => {
    underWay = underWay
      .then(() => keepHouse(world, () => isClosing))
      .catch((error: unknown) => world.log.error({ err: error }, "housekeeping failed"));
  };
  const first = setTimeout(keep, firstAfterMs).unref();
  const hourly = setInterval(keep, housekeepingIntervalMs).unref();
  return {
    async stop() {
      isClosing = true;
      clearTimeout(first);
      clearInterval(hourly);
      await underWay;
    },
  };
}

/**
 * The machine's time, except that it is never set back: otherwise everything that was issued, and every lockout, would
 * last longer by the difference. After the machine's clock was set back, the process goes on from its own time at the
 * machine's pace, until the machine has caught up or the process restarts. When the clock is set forward it follows:
 * that only shortens lifetimes, and a machine that wakes from sleep looks the same.
 */
import type { Clock } from "../core/ports.ts";

export interface SteadyClockOptions {
  /** Told once for each time that the machine's clock is set back. */
  readonly onSetBack: (byMs: number) => void;
  /** Epoch milliseconds of the machine. */
  readonly machine?: () => number;
  /** Milliseconds since whenever, which nobody sets. */
  readonly monotonic?: () => number;
}

/** Small corrections are usual, and are followed. */
const followedMs = 1000;

export function createSteadyClock({
  onSetBack,
  machine = () => Date.now(),
  monotonic = () => performance.now(),
}: SteadyClockOptions): Clock {
  let epoch = machine() - monotonic();
  let behind = 0;
  return {
    now() {
      const elapsed = monotonic();
      const wall = machine();
      const setBack = epoch + elapsed - wall;
      if (setBack <= followedMs) {
        epoch = wall - elapsed;
        behind = 0;
        return wall;
      }
      if (setBack > behind + followedMs) onSetBack(Math.round(setBack));
      behind = setBack;
      // A whole number, as Date.now() gives it.
      return Math.floor(epoch + elapsed);
    },
  };
}

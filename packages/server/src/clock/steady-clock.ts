/**
 * The machine's time, except that it is never set back: then everything that was issued would live longer by as much, and a lockout
 * would last longer. The process goes on at the machine's pace from where it was, until the machine has caught up or it starts again.
 * Set forward it goes along: lifetimes are only cut short, and a machine that slept wakes up so.
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

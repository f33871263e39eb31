/** The time: the machine's, and in development the machine's plus what `/_dev/clock` has added. */
import type { Clock } from "../core/ports.ts";

export interface AdjustableClock extends Clock {
  /** Moves the time on; it never goes back, so that nothing issued lies in the future. */
  advance(milliseconds: number): void;
  /** How far it has been moved on. */
  aheadMs(): number;
  /** Back to the machine's time: for a house that has just forgotten everything it issued. */
  reset(): void;
}

export function createClock(machine: Clock = { now: () => Date.now() }): AdjustableClock {
  let ahead = 0;
  return {
    now: () => machine.now() + ahead,
    advance(milliseconds) {
      if (milliseconds < 0) throw new RangeError("time only moves forward");
      ahead += milliseconds;
    },
    aheadMs: () => ahead,
    reset() {
      ahead = 0;
    },
  };
}

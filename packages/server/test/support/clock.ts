/** A clock that stands still until the test moves it. */
import type { Clock } from "../../src/core/ports.ts";

export interface HandClock extends Clock {
  advance(seconds: number): void;
}

/** Begins at the real time, because clients compare tokens with their own clocks. */
export function createHandClock(): HandClock {
  let now = Date.now();
  return {
    now: () => now,
    advance(seconds) {
      now += seconds * 1000;
    },
  };
}

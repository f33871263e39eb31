/**
 * A rate per subject, with a burst of one second's worth: the generic cell rate algorithm (ITU-T I.371), which needs
 * one number per subject. Only subjects admitted recently are remembered; those forgotten have most likely waited long
 * enough anyway.
 */
import { createRecentMap } from "../recent-map.ts";

export interface Rate {
  /** Admits one and answers 0, or the milliseconds until one could be admitted. */
  take(subject: string): number;
}

/** Less is what adding up fractions leaves behind. */
const leastWait = 1e-6;

/** `now` must never go back: a monotonic clock, in milliseconds. */
export function createRate(perSecond: number, now: () => number, mostSubjects = 50_000): Rate {
  const interval = 1000 / perSecond;
  /** How far ahead of the time a subject may be before it has to wait. */
  const tolerance = Math.max(0, 1000 - interval);
  /** When each subject will have made up for what it was admitted. */
  const arrivals = createRecentMap<number>(mostSubjects);
  return {
    take(subject) {
      const time = now();
      const arrival = Math.max(time, arrivals.get(subject) ?? time);
      const wait = arrival - tolerance - time;
      if (wait > leastWait) return wait;
      arrivals.set(subject, arrival + interval);
      return 0;
    },
  };
}

/**
 * So many a second for each subject, a second's worth of them at once: the generic cell rate algorithm (ITU-T I.371), which needs one
 * number per subject. Those admitted lately are remembered in two generations; when the younger is full, the older is forgotten, who have
 * most likely waited long enough anyway. So a flood from a million addresses costs no more memory than one from fifty thousand, and no
 * more time: a map that drops its oldest entries one by one spends 60 µs on each (measured), looking for the first that is left.
 */
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
  let younger = new Map<string, number>();
  let older = new Map<string, number>();
  return {
    take(subject) {
      const time = now();
      const arrival = Math.max(time, younger.get(subject) ?? older.get(subject) ?? time);
      const wait = arrival - tolerance - time;
      if (wait > leastWait) return wait;
      younger.set(subject, arrival + interval);
      if (younger.size >= mostSubjects / 2) {
        older = younger;
        younger = new Map();
      }
      return 0;
    },
  };
}

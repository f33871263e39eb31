/** Counts wrong client secrets within a minute, for each guesser that the caller names. Memory is enough: secrets of our making have 268 bits. */
import { createRecentMap } from "../recent-map.ts";

export interface SecretGuesses {
  readonly limit: number;
  isExhausted(guesser: string, now: number): boolean;
  count(guesser: string, now: number): void;
}

const windowMs = 60_000;
const mostGuessers = 10_000;

export function createSecretGuesses(limit = 20): SecretGuesses {
  const windows = createRecentMap<{ readonly count: number; readonly endsAt: number }>(mostGuessers);
  return {
    limit,
    isExhausted(guesser, now) {
      const window = windows.get(guesser);
      return window !== undefined && window.endsAt > now && window.count >= limit;
    },
    count(guesser, now) {
      const window = windows.get(guesser);
      const isOpen = window !== undefined && window.endsAt > now;
      windows.set(
        guesser,
        isOpen ? { ...window, count: window.count + 1 } : { count: 1, endsAt: now + windowMs },
      );
    },
  };
}

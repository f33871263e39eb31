/** Wrong client secrets within a minute, by whatever names the guesser. In memory: secrets have 268 bits. */
export interface SecretGuesses {
  readonly limit: number;
  isExhausted(guesser: string, now: number): boolean;
  count(guesser: string, now: number): void;
}

const windowMs = 60_000;
const mostGuessers = 10_000;

export function createSecretGuesses(limit = 20): SecretGuesses {
  const windows = new Map<string, { count: number; endsAt: number }>();
  return {
    limit,
    isExhausted(guesser, now) {
      const window = windows.get(guesser);
      return window !== undefined && window.endsAt > now && window.count >= limit;
    },
    count(guesser, now) {
      const window = windows.get(guesser);
      if (window !== undefined && window.endsAt > now) window.count++;
      else {
        windows.delete(guesser);
        windows.set(guesser, { count: 1, endsAt: now + windowMs });
      }
      if (windows.size > mostGuessers) windows.delete(windows.keys().next().value ?? "");
    },
  };
}

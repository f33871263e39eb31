/**
 * Which sessions have been given another token because an API refused theirs. Where it refuses that one as well, a third would not
 * help: an API that answers 401 to everything would else cost a token request with each call.
 */
import { createBoundedMap } from "../bounded-map.ts";

const restMs = 30_000;

export interface Replacements {
  note(session: string): void;
  isRecent(session: string): boolean;
}

export function createReplacements(now: () => number): Replacements {
  const replacedAt = createBoundedMap<number>(10_000);
  return {
    note: (session) => replacedAt.set(session, now()),
    isRecent: (session) => now() < (replacedAt.get(session) ?? Number.NEGATIVE_INFINITY) + restMs,
  };
}

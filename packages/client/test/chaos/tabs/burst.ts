/** What each tab does: many requests at once, and each again, a bounded number of times, while a server is down. */

/** One request. `down`: nobody answers, try again. `refused`: the person is not signed in any more. */
export type Outcome = "down" | "good" | "refused";

export interface Burst {
  /** Requests by how they ended. */
  readonly good: number;
  readonly refused: number;
  readonly down: number;
  /** How often they were sent again. */
  readonly repetitions: number;
  /** What the first one that was not good ran into, for whoever has to find out why. */
  readonly trouble: string | undefined;
}

declare global {
  interface Window {
    burst(count: number): Promise<Burst>;
    signIn(): Promise<void>;
    /** That a tab was told of. */
    signOuts: number;
  }
}

/** Otherwise the browser's cache answers requests for one address one after the other. */
export const cache = "no-store";

const mostRepetitions = 80;
const pauseMs = 500;

/** `ask` says how one request ended, and may say why. */
export function createBurst(ask: () => Promise<{ outcome: Outcome; why?: string }>): Window["burst"] {
  return async (count) => {
    const ends = { good: 0, refused: 0, down: 0 };
    let repetitions = 0;
    let trouble: string | undefined;
    const insist = async () => {
      for (let repetition = 0; ; repetition += 1) {
        const { outcome, why } = await ask();
        if (outcome !== "good") trouble ??= why;
        if (outcome !== "down" || repetition === mostRepetitions) {
          ends[outcome] += 1;
          return;
        }
        repetitions += 1;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    };
    await Promise.all(Array.from({ length: count }, insist));
    return { ...ends, repetitions, trouble };
  };
}

export function outcomeOf({ status }: Response): { outcome: Outcome; why: string } {
  const why = `status ${status}`;
  if (status === 200) return { outcome: "good", why };
  return { outcome: status >= 500 ? "down" : "refused", why };
}

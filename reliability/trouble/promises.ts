/** What answers must be while the database is in trouble, and after it. Each finding is one sentence. */
import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Call } from "./doors.ts";

export function notServed(answers: readonly Answer[]): string[] {
  return answers
    .filter(({ status }) => status !== 200)
    .map(
      ({ door, status, text }) => `${door} was answered ${status}, and it only reads: ${text.slice(0, 200)}`,
    );
}

/** Refused for now, and told when to come again. A redirect to the app has no place for that. */
export function notPutOff(answers: readonly Answer[]): string[] {
  return answers
    .filter(({ status, retryAfter, text }) => {
      const isTold = retryAfter !== undefined && retryAfter > 0;
      return status !== 503 || !(isTold || text.includes("error=temporarily_unavailable"));
    })
    .map(
      ({ door, status, text }) =>
        `${door} was answered ${status}, and not 503 with Retry-After: ${text.slice(0, 200)}`,
    );
}

const patienceMs = 20_000;

/** Sends what was refused again, until it goes through: nothing but the trouble stood in its way, and nothing of it was done before. */
export async function untilGood(
  calls: readonly Call[],
): Promise<{ readonly ms: number; readonly broken: string[] }> {
  const begun = performance.now();
  const answers = await Promise.all(
    calls.map(async ({ ask }) => {
      for (;;) {
        const answer = await ask();
        if (!isPutOff(answer) || performance.now() - begun > patienceMs) return answer;
        await pause(50);
      }
    }),
  );
  const broken = answers
    .filter((answer) => isPutOff(answer) || (answer.status !== 200 && answer.status !== 302))
    .map(({ door, status, text }) => `${door} did not recover: ${status} ${text.slice(0, 200)}`);
  return { ms: performance.now() - begun, broken };
}

export function isPutOff({ status }: Answer): boolean {
  return status === 503;
}

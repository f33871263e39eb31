/** A world whose triggers answer as the test says: for rules whose way in is another's story. */
import { ApiFailure } from "../../src/core/failures.ts";
import type { TriggerOutcome, World } from "../../src/core/ports.ts";
import type { TriggerEvent } from "./trigger-host.ts";
import { testWorld } from "./world.ts";

export interface Scripted {
  readonly world: World;
  readonly events: TriggerEvent[];
}

/** What `answer` gives back becomes the event's response; what it throws is what the function threw. */
export async function scriptedTriggers(answer: (event: TriggerEvent) => unknown): Promise<Scripted> {
  const events: TriggerEvent[] = [];
  const world = await testWorld();
  return {
    events,
    world: {
      ...world,
      triggers: {
        canEncryptForSender: true,
        encryptForSender: async (code) => `encrypted ${code}`,
        async invoke(_poolId, _arn, event): Promise<TriggerOutcome> {
          // The rules made it.
          const given = structuredClone(event) as TriggerEvent;
          events.push(given);
          try {
            return { ok: true, event: { ...given, response: answer(given) } };
          } catch (error) {
            return { ok: false, cause: "threw", message: error instanceof Error ? error.message : "" };
          }
        },
      },
    },
  };
}

/** How a rule fails: `expect(failureOf(…)).toEqual("Exception: message")`. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "nothing";
  } catch (error) {
    if (error instanceof ApiFailure) return `${error.exception}: ${error.message}`;
    throw error;
  }
}

/**
 * A trigger that fails an OAuth request: the request fails with it, and the trigger's words become the description
 * (`cognito.md` §3.2).
 */
import type { CauseName } from "../core/events/causes.ts";
import { ApiFailure, fail } from "../core/failures.ts";
import type { TriggerException, TriggerFail } from "../core/triggers/trigger-subject.ts";
import { type Detail, refuse } from "./failures.ts";

/** `work` gets what rules fail with; whatever it throws by it becomes a refusal. */
export async function askingTriggers<T>(detail: Detail, work: (fail: TriggerFail) => Promise<T>): Promise<T> {
  try {
    return await work(fail);
  } catch (error) {
    if (!(error instanceof ApiFailure) || !isTriggerException(error.exception)) throw error;
    throw refuse(causeOf[error.exception], { ...detail, words_of_the_trigger: error.message });
  }
}

export function isTriggerException(exception: ApiFailure["exception"]): exception is TriggerException {
  return Object.hasOwn(causeOf, exception);
}

const causeOf = {
  UserLambdaValidationException: "triggerThrew",
  UnexpectedLambdaException: "triggerNotRun",
  InvalidLambdaResponseException: "triggerAnswerInvalid",
} as const satisfies Readonly<Record<TriggerException, CauseName>>;

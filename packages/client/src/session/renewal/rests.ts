/** A provider that does not answer, or refuses the app itself, is asked again after a rest and not with every request. */
import { type ClientError, isClientError } from "../../errors/client-error.ts";
import { createBoundedMap } from "../bounded-map.ts";

const restMs = 5_000;

export interface Rests {
  /** What it said, while it rests. */
  reason(key: string): ClientError | undefined;
  /** Not after what ends a session, nor for a store: that is asked by every request anyway. */
  begin(key: string, error: unknown): void;
  end(key: string): void;
}

export function createRests(now: () => number): Rests {
  const failures = createBoundedMap<{ readonly until: number; readonly error: ClientError }>(1_000);
  return {
    reason(key) {
      const failure = failures.get(key);
      return failure !== undefined && now() < failure.until ? failure.error : undefined;
    },
    begin(key, error) {
      if (!isClientError(error) || error.code === "session_ended" || error.code === "store_unavailable")
        return;
      failures.set(key, { until: now() + restMs, error });
    },
    end: (key) => failures.delete(key),
  };
}

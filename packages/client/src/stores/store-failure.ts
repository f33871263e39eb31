import { ClientError } from "../errors/client-error.ts";
import { explainedError } from "../errors/explained-error.ts";

/**
 * What a database said, as an error of the kit. Its own words may be repeated: it was never given anything but hashes and sealed
 * values.
 */
export function storeUnavailable(database: string, error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  return explainedError("store_unavailable", `${database}: ${wordsOf(error)}`, { cause: error });
}

/** Node's errors of a connection that was tried at several addresses have no message of their own, only a code. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return "it threw something that is no error";
  if (error.message !== "") return error.message;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

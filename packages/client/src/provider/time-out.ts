import { ClientError } from "../errors/client-error.ts";

/** What `AbortSignal.timeout` takes: anything else would look like a provider that never answers. Throws `config_invalid`. */
export function checkTimeout(timeoutMs: number): void {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs >= 2 ** 32)
    throw new ClientError("config_invalid", "timeoutMs must be a whole number of at least 1");
}

import { ClientError, type ClientErrorOptions } from "./client-error.ts";
import { type ErrorCode, errorCodes } from "./codes.ts";

/** A `ClientError` in whole sentences, for rooms that run on servers only: no browser should carry the table. */
export function explainedError(
  code: ErrorCode,
  detail?: string,
  options: ClientErrorOptions = {},
): ClientError {
  return new ClientError(code, detail, { sentence: errorCodes[code], ...options });
}

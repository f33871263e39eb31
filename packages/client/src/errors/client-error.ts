import type { ErrorCode } from "./codes.ts";

/** What a provider says of a refusal (RFC 6749 §4.1.2.1, §5.2). Never has a token in it. */
export interface OAuthRefusal {
  readonly error: string;
  readonly description?: string | undefined;
  /** Where the provider explains it. */
  readonly uri?: string | undefined;
}

export interface ClientErrorOptions {
  readonly oauth?: OAuthRefusal | undefined;
  readonly cause?: unknown;
  /** What the message begins with. Default: the words of the code. */
  readonly sentence?: string | undefined;
}

/**
 * Every error of the kit. `code` says which; the message adds what was found, and never contains a token or a secret, so
 * both may be logged.
 */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ErrorCode;
  readonly oauth: OAuthRefusal | undefined;

  constructor(code: ErrorCode, detail?: string, options: ClientErrorOptions = {}) {
    // The code's own words: the sentences of `codes.ts` would weigh more in a browser than all that can throw them.
    const { oauth, cause, sentence = code.replaceAll("_", " ") } = options;
    super(
      detail === undefined ? sentence : `${sentence}: ${detail}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.oauth = oauth;
  }
}

/** True for an error of the kit, of this code where one is named; also for one of another copy of the kit. */
export function isClientError(error: unknown, code?: ErrorCode): error is ClientError {
  return (
    error instanceof Error &&
    error.name === "ClientError" &&
    "code" in error &&
    (code === undefined || error.code === code)
  );
}

/**
 * API failures: the caller's doing, answered as `{"__type", "message"}`. Handlers and rules throw them by name
 * through the `fail` they are given, whose type knows which exceptions the operation declares.
 */
import type { ExceptionName } from "../model/operations.ts";
import type { QuotaName } from "../model/quotas.ts";

/** Exceptions of the AWS JSON front end, which no operation declares. */
export type ProtocolExceptionName =
  | "SerializationException"
  | "UnknownOperationException"
  | "MissingAuthenticationTokenException"
  | "IncompleteSignatureException"
  | "InvalidSignatureException"
  | "UnrecognizedClientException"
  | "AccessDeniedException"
  | "ServiceUnavailable";

export class ApiFailure extends Error {
  readonly exception: ExceptionName | ProtocolExceptionName;

  constructor(exception: ExceptionName | ProtocolExceptionName, message: string) {
    super(message);
    this.name = "ApiFailure";
    this.exception = exception;
  }
}

/** Makes a failure to throw. A rule that asks for `Fail<"X">` can only be called by an operation that declares X. */
export type Fail<E extends ExceptionName> = (exception: E, message: string) => ApiFailure;

export function fail(exception: ExceptionName, message: string): ApiFailure {
  return new ApiFailure(exception, message);
}

/** From one network address came more wrong passwords and codes than it may send. Answered at every door alike, whoever is meant. */
export class TooManyGuesses extends Error {
  constructor() {
    super("Too many failed attempts from this network address. Try again later.");
    this.name = "TooManyGuesses";
  }
}

/**
 * The database cannot do its work at the moment: it is away, or its disk is full. What was asked for is not stored, or nobody knows (a
 * connection lost during a commit). Answered as "try again later" at every door; `cause` is for the log.
 */
export class Unavailable extends Error {
  constructor(options: ErrorOptions) {
    super("Temporarily unavailable", options);
    this.name = "Unavailable";
  }
}

/** More than a quota allows in a second (`rates/`). Answered in Cognito's words, at every door. */
export class RateExceeded extends Error {
  readonly quota: QuotaName;
  readonly retryAfterSeconds: number;

  constructor(quota: QuotaName, retryAfterSeconds: number) {
    super("Rate exceeded");
    this.name = "RateExceeded";
    this.quota = quota;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** More work is waiting than this process should promise to do. Answered as "try again later" at every door. */
export class Overloaded extends Error {
  constructor() {
    super("Too many requests");
    this.name = "Overloaded";
  }
}

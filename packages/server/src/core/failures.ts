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

/** One network address sent more wrong passwords and codes than it may. Every door gives the same answer, whichever account is meant. */
export class TooManyGuesses extends Error {
  constructor() {
    super("Too many failed attempts from this network address. Try again later.");
    this.name = "TooManyGuesses";
  }
}

/**
 * The database cannot do its work at the moment: it cannot be reached, or its disk is full. The change is not stored, or nobody knows
 * whether it is (a connection lost during a commit). Every door answers "try again later"; `cause` is for the log.
 */
export class Unavailable extends Error {
  constructor(options: ErrorOptions) {
    super("Temporarily unavailable", options);
    this.name = "Unavailable";
  }
}

/** More requests in a second than a quota allows (`rates/`). Every door answers in Cognito's words. */
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

/** More work is waiting than this process should take on. Every door answers "try again later". */
export class Overloaded extends Error {
  constructor() {
    super("Too many requests");
    this.name = "Overloaded";
  }
}

/** How the JSON API answers: AWS JSON 1.1, the error's name in body and header, and CORS for every origin. */
import { ApiFailure, Overloaded, RateExceeded, TooManyGuesses, Unavailable } from "../core/failures.ts";
import type { Log } from "../core/ports.ts";
import { type Reply, tryLaterHeaders, withHeaders } from "./reply.ts";

export const apiCorsHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
} as const;

export function apiSuccessReply(requestId: string, output: unknown): Reply {
  return { status: 200, headers: headers(requestId), body: JSON.stringify(output) };
}

/** An API failure is the caller's doing; anything else is a bug, told to the log and not to the wire. */
export function apiFailureReply(log: Log, requestId: string, failure: unknown): Reply {
  const exception = exceptionOf(failure);
  // Declared where another machine failed us: a trigger behind an operation that has no name for it.
  const status = exception === "InternalErrorException" ? 500 : 400;
  if (isForeseen(failure)) {
    const reply = failureReply(requestId, status, exception, failure.message);
    if (!(failure instanceof RateExceeded)) return reply;
    return withHeaders(reply, { "retry-after": `${failure.retryAfterSeconds}` });
  }
  if (failure instanceof Unavailable) {
    log.error({ requestId, err: failure }, "the database could not serve a JSON call");
    // AWS's common error of this status; SDKs try again by themselves.
    const reply = failureReply(requestId, 503, exception, failure.message);
    return withHeaders(reply, tryLaterHeaders);
  }
  log.error({ requestId, err: failure }, "a JSON call failed");
  return failureReply(requestId, status, exception, "Internal error");
}

/** The name it has on the wire. */
export function exceptionOf(failure: unknown): string {
  if (failure instanceof ApiFailure) return failure.exception;
  if (failure instanceof Unavailable) return "ServiceUnavailable";
  return isForeseen(failure) ? "TooManyRequestsException" : "InternalErrorException";
}

function isForeseen(failure: unknown): failure is ApiFailure | Overloaded | RateExceeded | TooManyGuesses {
  return [ApiFailure, Overloaded, RateExceeded, TooManyGuesses].some((kind) => failure instanceof kind);
}

function failureReply(requestId: string, status: number, name: string, message: string): Reply {
  return {
    status,
    headers: {
      ...headers(requestId),
      "x-amzn-errortype": `${name}:`,
      ...(message === "" ? {} : { "x-amzn-errormessage": headerText(message) }),
    },
    body: JSON.stringify(message === "" ? { __type: name } : { __type: name, message }),
  };
}

function headers(requestId: string): Record<string, string> {
  return {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": requestId,
    "cache-control": "no-store",
    ...apiCorsHeaders,
  };
}

/** Messages may quote input; a header carries visible ASCII only, and not much of it. */
function headerText(message: string): string {
  return message.replaceAll(/[^\x20-\x7e]+/g, " ").slice(0, 1024);
}

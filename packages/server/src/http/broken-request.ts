/** Requests that no route answers: too large, cut off, or for an unknown path. Each door's clients get a form they can read. */
import { Unavailable } from "../core/failures.ts";
import type { Log } from "../core/ports.ts";
import { metadataRefusal } from "./discovery-routes.ts";
import { doorOf } from "./door.ts";
import { apiCorsHeaders } from "./json-api-reply.ts";
import { oauthReply } from "./oauth-reply.ts";
import { type Reply, tryLaterHeaders, withHeaders } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export function unknownRouteReply(request: HttpRequest): Reply {
  const nothing = "There is nothing at this address.";
  return replyInForm(request, 404, doorOf(request) === "api" ? `${nothing} ${whereTheApiIs}` : nothing);
}

const whereTheApiIs =
  "The API is at /: an SDK's endpoint is the server's address without a path, and not the issuer.";

export function brokenRequestReply(log: Log, request: HttpRequest, error: unknown): Reply {
  if (error instanceof Unavailable) return unavailableReply(log, request, error);
  const status = statusOf(error);
  if (status < 500) return replyInForm(request, status, wordsOf(status));
  log.error({ requestId: request.requestId, err: error }, `${request.facts.route} failed`);
  return replyInForm(request, 500, "Something went wrong on the server.");
}

/** What the framework could not read, before any door saw it. */
export function isRequestBroken(error: unknown): boolean {
  return statusOf(error) < 500;
}

function unavailableReply(log: Log, request: HttpRequest, error: Unavailable): Reply {
  log.error({ requestId: request.requestId, err: error }, `${request.facts.route} failed`);
  const reply = replyInForm(request, 503, "The server cannot use its database at the moment. Try again.");
  return withHeaders(reply, tryLaterHeaders);
}

/** As whoever asks there can read it. */
export function replyInForm(request: HttpRequest, status: number, text: string): Reply {
  const { requestId, facts } = request;
  const headers = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-amzn-requestid": requestId,
  };
  switch (doorOf(request)) {
    case "api": {
      const type = { "content-type": "application/x-amz-json-1.1", ...apiCorsHeaders };
      facts.error = apiName(status);
      const body = JSON.stringify({ __type: facts.error, message: text });
      return { status, headers: { ...headers, ...type }, body };
    }
    case "oauth":
      facts.error = oauthErrorOf(status);
      return oauthReply(requestId, status, {
        error: facts.error,
        error_description: text,
        request_id: requestId,
      });
    case "metadata":
      return metadataRefusal(status, text);
    case "pages":
      return {
        status,
        headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
        body: `${text}\n`,
      };
  }
}

function oauthErrorOf(status: number): string {
  if (status === 503) return "temporarily_unavailable";
  return status >= 500 ? "server_error" : "invalid_request";
}

function apiName(status: number): string {
  if (status === 503) return "ServiceUnavailable";
  if (status === 404) return "UnknownOperationException";
  if (status === 413) return "RequestEntityTooLargeException";
  return status >= 500 ? "InternalErrorException" : "SerializationException";
}

function wordsOf(status: number): string {
  return status === 413 ? "The request body is too large." : "The request could not be read.";
}

function statusOf(error: unknown): number {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" && status >= 400 && status <= 599 ? status : 500;
}

/** How the OAuth endpoints answer: Cognito's headers, and every failure with its reason, its page and its request id. */
import type { World } from "../core/ports.ts";
import { errorUri } from "../oauth/authorize-response.ts";
import type { OAuthFailure } from "../oauth/failures.ts";
import { type Reply, tryLaterHeaders, withHeaders } from "./reply.ts";
import { type HttpRequest, header } from "./request.ts";

const oauthCorsHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amz-cognito-request-id,www-authenticate",
} as const;

/** Whoever may read the answer, nobody may keep it (RFC 6749 §5.1). */
const oauthHeaders = {
  "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
  pragma: "no-cache",
  expires: "0",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "x-xss-protection": "1; mode=block",
  "content-type": "application/json;charset=UTF-8",
  ...oauthCorsHeaders,
} as const;

export function oauthReply(requestId: string, status: number, body: object | undefined): Reply {
  return {
    status,
    headers: { ...oauthHeaders, "x-amz-cognito-request-id": requestId },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

/** To a browser's question whether an app may send what it means to send. */
export function preflightReply(request: HttpRequest, methods: string): Reply {
  const asked = header(request, "access-control-request-headers");
  return {
    status: 204,
    headers: {
      ...oauthCorsHeaders,
      "access-control-allow-methods": methods,
      ...(asked === undefined ? {} : { "access-control-allow-headers": asked }),
      "access-control-max-age": "86400",
    },
    body: "",
  };
}

export interface FailureContext {
  readonly requestId: string;
  /** The client tried Basic, so it is told how (RFC 6749 §5.2). */
  readonly triedBasic: boolean;
  /** Of `invalid_client`: 400 at the token endpoint, 401 at revocation, as Cognito has it. */
  readonly invalidClientStatus: 400 | 401;
}

export function oauthFailureReply(world: World, failure: OAuthFailure, context: FailureContext): Reply {
  const { requestId, triedBasic, invalidClientStatus } = context;
  const { error } = failure.entry;
  const reply = oauthReply(requestId, statusOf(failure, invalidClientStatus), {
    error,
    error_description: failure.description,
    error_uri: errorUri(world, failure),
    request_id: requestId,
  });
  const extra: Record<string, string> = {};
  if (error === "invalid_client" && (triedBasic || invalidClientStatus === 401)) {
    // The reason is here too: libraries that meet a challenge throw the body away. Descriptions hold no quotes (RFC 6749 §5.2).
    const reason = `error="${error}", error_description="${failure.description}"`;
    extra["www-authenticate"] = `Basic realm="oauth2", charset="UTF-8", ${reason}`;
  }
  if (failure.causeName === "methodNotPost") extra["allow"] = "POST";
  if (failure.causeName === "clientThrottled") extra["retry-after"] = "60";
  if (failure.causeName === "tooBusy") extra["retry-after"] = "1";
  if (failure.causeName === "databaseUnavailable") Object.assign(extra, tryLaterHeaders);
  return withHeaders(reply, extra);
}

function statusOf({ causeName, entry }: OAuthFailure, invalidClientStatus: 400 | 401): number {
  if (causeName === "methodNotPost") return 405;
  if (causeName === "clientThrottled" || causeName === "rateExceeded") return 429;
  if (causeName === "tooBusy" || causeName === "databaseUnavailable") return 503;
  if (causeName === "internal") return 500;
  return entry.error === "invalid_client" ? invalidClientStatus : 400;
}

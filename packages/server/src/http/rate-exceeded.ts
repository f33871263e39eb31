/** The refusal of a request too many, in the form that each door's clients can read, and when to try again. */
import type { RateExceeded } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { refuse } from "../oauth/failures.ts";
import { metadataRefusal } from "./discovery-routes.ts";
import { doorOf } from "./door.ts";
import { apiFailureReply, exceptionOf } from "./json-api-reply.ts";
import { oauthFailureReply } from "./oauth-reply.ts";
import { tooOftenPage } from "./page-failure.ts";
import { type Reply, withHeaders } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function rateExceededReply(
  world: World,
  request: HttpRequest,
  failure: RateExceeded,
): Promise<Reply> {
  request.facts.quota = failure.quota;
  const reply = await replyInForm(world, request, failure);
  return withHeaders(reply, { "retry-after": `${failure.retryAfterSeconds}` });
}

async function replyInForm(world: World, request: HttpRequest, failure: RateExceeded): Promise<Reply> {
  const { requestId, facts } = request;
  switch (doorOf(request)) {
    case "api":
      facts.error = exceptionOf(failure);
      return apiFailureReply(world.log, requestId, failure);
    case "oauth": {
      const refusal = refuse("rateExceeded");
      facts.error = refusal.entry.error;
      const context = { requestId, triedBasic: false, invalidClientStatus: 400 } as const;
      return oauthFailureReply(world, refusal, context);
    }
    case "metadata":
      return metadataRefusal(429, failure.message);
    case "pages":
      return tooOftenPage(world, request);
  }
}

/** How the authorization endpoint's answer reaches the app: in the URL of a redirect, or in a form. */
import type { World } from "../core/ports.ts";
import type { AuthorizeCheck } from "../oauth/authorize-request.ts";
import {
  type AuthorizeResponse,
  type ResponseTarget,
  respondWithFailure,
  responseUrl,
} from "../oauth/authorize-response.ts";
import { renderFormPost } from "../pages/views/form-post.tsx";
import { oauthFailureOf } from "./oauth-failure-of.ts";
import { failedRequestPage } from "./page-failure.ts";
import { pageHouse } from "./page-language.ts";
import { pageReply, redirectReply } from "./page-reply.ts";
import { recordOAuthFailure } from "./record-failure.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function authorizeReply(
  world: World,
  request: HttpRequest,
  response: AuthorizeResponse,
  cookies: readonly string[] = [],
): Promise<Reply> {
  const { target, parameters } = response;
  if (target.mode !== "form_post") return redirectReply(request, responseUrl(response), cookies);
  const { look } = await pageHouse(world, request);
  const html = renderFormPost({ ...target, look, action: target.redirectUri, fields: parameters });
  return pageReply(request.requestId, html, { cookies, formTargets: [target.redirectUri] });
}

/** A failure before anything is known to be right is a page; every other one is told to the app. */
export async function failedCheckReply(
  world: World,
  request: HttpRequest,
  { failure, target }: Omit<Extract<AuthorizeCheck, { ok: false }>, "ok">,
): Promise<Reply> {
  if (target === undefined) return failedRequestPage(world, request, failure);
  await recordOAuthFailure(world, request, failure, { client_id: target.clientId });
  return authorizeReply(world, request, respondWithFailure(world, target, failure, request.requestId));
}

/** While an answer is made: refusals go to the app, and so does what is our fault. */
export async function answerApp(
  world: World,
  request: HttpRequest,
  target: ResponseTarget,
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    return failedCheckReply(world, request, { failure: oauthFailureOf(world, request, error), target });
  }
}

/** Error pages: each says what happened, why, and what to do, in the language of the page. */
import { fill } from "../core/events/causes.ts";
import { Overloaded, RateExceeded, TooManyGuesses, Unavailable } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { Words } from "../languages/en.ts";
import { OAuthFailure } from "../oauth/failures.ts";
import { type ErrorProps, renderError } from "../pages/views/error.tsx";
import { languageCookies, pageHouse } from "./page-language.ts";
import { pageReply, withCookies } from "./page-reply.ts";
import { recordOAuthFailure } from "./record-failure.ts";
import { type Reply, tryLaterHeaders, withHeaders } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

/** What cannot go on, by the name of its texts. */
export type ErrorName = keyof Words["errorPages"];

/** Does a page's work; whatever it throws becomes a page too. The language that was asked for is remembered. */
export async function answerPage(
  world: World,
  request: HttpRequest,
  work: () => Promise<Reply>,
): Promise<Reply> {
  const reply = await work().catch((error: unknown) => failurePage(world, request, error));
  return withCookies(reply, languageCookies(world, request));
}

async function failurePage(world: World, request: HttpRequest, error: unknown): Promise<Reply> {
  if (error instanceof OAuthFailure) return failedRequestPage(world, request, error);
  if (error instanceof Overloaded) return busyPage(world, request);
  if (error instanceof RateExceeded) {
    request.facts.quota = error.quota;
    return tooOftenPage(world, request);
  }
  if (error instanceof TooManyGuesses) return errorPage(world, request, 429, "guessedTooOften");
  world.log.error({ requestId: request.requestId, err: error }, `${request.facts.route} failed`);
  if (error instanceof Unavailable) return unavailablePage(world, request);
  return errorPage(world, request, 500, "broken");
}

/** The app sent a request that must not be answered with a redirect: the address in it may be a stranger's. */
export async function failedRequestPage(
  world: World,
  request: HttpRequest,
  failure: OAuthFailure,
): Promise<Reply> {
  await recordOAuthFailure(world, request, failure);
  const status = failure.causeName === "methodNotGetOrPost" ? 405 : 400;
  const details = {
    found: fill(failure.entry.found, failure.detail),
    change: fill(failure.entry.change, failure.detail),
  };
  const reply = await errorPage(world, request, status, "badLink", { details });
  return status === 405 ? withHeaders(reply, { allow: "GET, POST" }) : reply;
}

/** HP-01, AZ-26: nothing about the flow, if there is one, is told. */
export function foreignFormPage(world: World, request: HttpRequest, backHref?: string): Promise<Reply> {
  return errorPage(world, request, 403, "foreignForm", { backHref });
}

export function goneFlowPage(world: World, request: HttpRequest, backHref: string): Promise<Reply> {
  return errorPage(world, request, 400, "goneFlow", { backHref });
}

/** HP-07: a later form was posted before its step. */
export function skippedStepPage(world: World, request: HttpRequest, backHref: string): Promise<Reply> {
  return errorPage(world, request, 400, "skippedStep", { backHref });
}

/** What administrators alone do has no page. */
export function closedPage(
  world: World,
  request: HttpRequest,
  name: "signUpClosed" | "recoveryClosed" | "passkeysClosed",
  signInHref: string,
): Promise<Reply> {
  return errorPage(world, request, 403, name, { signInHref });
}

export interface ErrorPageOptions {
  readonly details?: ErrorProps["details"];
  /** One of the two ways on. */
  readonly backHref?: string | undefined;
  readonly signInHref?: string | undefined;
}

export async function errorPage(
  world: World,
  request: HttpRequest,
  status: number,
  name: ErrorName,
  { details, backHref, signInHref }: ErrorPageOptions = {},
): Promise<Reply> {
  const { requestId } = request;
  const { look, poolName } = await pageHouse(world, request);
  const { errorPages, errors, common } = look.words;
  const href = backHref ?? signInHref;
  const label = backHref === undefined ? common.signIn : errors.startAgain;
  const back = href === undefined ? undefined : { href, label };
  const html = renderError({ look, poolName, text: errorPages[name], details, requestId, back });
  return pageReply(requestId, html, { status });
}

/** The app, the browser's network or everybody together asked more often than a quota allows. */
export async function tooOftenPage(world: World, request: HttpRequest): Promise<Reply> {
  const reply = await errorPage(world, request, 429, "tooOften");
  return withHeaders(reply, { "retry-after": "1" });
}

async function busyPage(world: World, request: HttpRequest): Promise<Reply> {
  const reply = await errorPage(world, request, 503, "busy");
  return withHeaders(reply, { "retry-after": "1" });
}

async function unavailablePage(world: World, request: HttpRequest): Promise<Reply> {
  const reply = await errorPage(world, request, 503, "broken");
  return withHeaders(reply, tryLaterHeaders);
}

/** How a step of the hosted pages is shown and taken, whichever it is: whose flow is it, is this step next, and then the step itself. */
import type { World } from "../core/ports.ts";
import { browserSessionKey, findSignedIn, type NewBrowserSession } from "../core/sign-in/browser-sign-in.ts";
import {
  type AuthorizeRequest,
  addressesOf,
  isOwnScreen,
  readAuthorizeRequest,
} from "../oauth/authorize-request.ts";
import { OAuthFailure } from "../oauth/failures.ts";
import { type Parameters, parseParameters } from "../oauth/parameters.ts";
import { isOwnStep, ownPath, restartPath, stepPageOf, stepPath } from "../pages/addresses.ts";
import type { Finish } from "../pages/finish.ts";
import {
  FlowAlreadyFinished,
  type FlowCheck,
  findFlow,
  newBrowserCookie,
  type OpenFlow,
  startFlow,
} from "../pages/flow.ts";
import type { FlowState } from "../pages/flow-state.ts";
import type { StepResult, Submission } from "../pages/step.ts";
import { authorizeReply, failedCheckReply } from "./authorize-reply.ts";
import { answerRequest } from "./authorize-routes.ts";
import { browserName } from "./browser-name.ts";
import { browserCookie, readCookie, sessionCookie, setCookie } from "./cookies.ts";
import { formOf, isFromOurPages } from "./form.ts";
import { answerPage, foreignFormPage, goneFlowPage, skippedStepPage } from "./page-failure.ts";
import { pageLanguage } from "./page-language.ts";
import { downloadReply, pageReply, redirectReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import { type HttpRequest, header } from "./request.ts";
import { noteIds } from "./request-facts.ts";

/** Undefined when the step has nothing to show any more. */
export type Show = (world: World, open: OpenFlow) => Promise<string | undefined>;
export type Submit = (world: World, submission: Submission) => Promise<StepResult>;

/** A page that begins a flow: its address is an authorization request. */
export async function showFirst(
  world: World,
  request: HttpRequest,
  show: (asked: AuthorizeRequest) => Promise<Reply>,
): Promise<Reply> {
  return answerPage(world, request, async () => {
    const check = await readAuthorizeRequest(world, request.query);
    if (!check.ok) return failedCheckReply(world, request, check);
    noteIds(request.facts, check.request.pool.poolId, check.request.client.clientId);
    return check.request.prompt === "none"
      ? answerRequest(world, request, check.request)
      : show(check.request);
  });
}

export async function begin(
  world: World,
  request: HttpRequest,
  asked: AuthorizeRequest,
  state: FlowState,
  show: (world: World, open: OpenFlow) => string | Promise<string>,
): Promise<Reply> {
  const { settings } = world;
  const browser = readCookie(settings, request, browserCookie) ?? newBrowserCookie(world);
  const language = pageLanguage(world, request);
  const open = await startFlow(world, { request: asked, browser, language }, state);
  return pageReply(request.requestId, await show(world, open), {
    cookies: [setCookie(settings, browserCookie, browser)],
    formTargets: addressesOf(asked),
  });
}

/** A page that only another step leads to. */
export function laterStep(step: FlowState["step"], show: Show, submit: Submit) {
  return (world: World, request: HttpRequest): Promise<Reply> =>
    request.method === "POST"
      ? takeStep(world, request, step, submit)
      : showLaterStep(world, request, step, show);
}

/** The flow that the page's address names, if it is this browser's and at this step. */
export async function openAt(
  world: World,
  request: HttpRequest,
  step: FlowState["step"],
): Promise<OpenFlow | undefined> {
  const check = await checkFlow(world, request, parseParameters(request.query)["flow"], null);
  return check.kind === "open" && check.open.state.step === step ? check.open : undefined;
}

/** Whose form is it, is this step next, and then the step itself. */
export async function takeStep(
  world: World,
  request: HttpRequest,
  step: FlowState["step"],
  submit: Submit,
): Promise<Reply> {
  return answerPage(world, request, async () => {
    const back = startAgain(request, step);
    if (!isFromOurPages(world.settings, request)) return foreignFormPage(world, request, back);
    const fields = parseParameters(formOf(request));
    const check = await checkFlow(world, request, fields["flow"], fields["_csrf"]);
    if (check.kind !== "open") return closedFlowReply(world, request, check, back);
    const { open, isStale } = check;
    // A form of the step before, from the Back button: on to the page that is next.
    if (isStale) return redirectReply(request, stepPageOf(open, open.state.step));
    if (open.state.step !== step) return skippedStepPage(world, request, back);
    return submitStep(world, request, open, fields, submit);
  });
}

async function showLaterStep(
  world: World,
  request: HttpRequest,
  step: FlowState["step"],
  show: Show,
): Promise<Reply> {
  return answerPage(world, request, async () => {
    const back = startAgain(request, step);
    const check = await checkFlow(world, request, parseParameters(request.query)["flow"], null);
    if (check.kind !== "open") return closedFlowReply(world, request, check, back);
    const { open } = check;
    if (open.state.step !== step) return skippedStepPage(world, request, back);
    const html = await show(world, open);
    if (html === undefined) return goneFlowPage(world, request, back);
    return pageReply(request.requestId, html, { formTargets: addressesOf(open.request) });
  });
}

async function submitStep(
  world: World,
  request: HttpRequest,
  open: OpenFlow,
  fields: Parameters,
  submit: Submit,
): Promise<Reply> {
  const { pool, client, target } = open.request;
  noteIds(request.facts, pool.poolId, client.clientId);
  const cookie = sessionCookie(pool.poolId);
  const session = readCookie(world.settings, request, cookie);
  const signedIn = await findSignedIn(world, pool, session);
  // In all other steps a browser that is signed in proves nothing yet.
  if (isOwnStep(open.state.step) && signedIn !== undefined)
    request.facts.actor = { kind: "person", id: signedIn.user.sub };
  try {
    const result = await submit(world, {
      open,
      fields,
      signedIn,
      before: browserSessionKey(world, pool, session),
      source: request.source,
      browser: browserName(header(request, "user-agent")),
    });
    return await resultReply(world, request, open, result);
  } catch (error) {
    if (error instanceof FlowAlreadyFinished) return movedFlowReply(world, request, open);
    if (error instanceof OAuthFailure) return failedCheckReply(world, request, { failure: error, target });
    throw error;
  }
}

async function resultReply(
  world: World,
  request: HttpRequest,
  open: OpenFlow,
  result: StepResult,
): Promise<Reply> {
  switch (result.kind) {
    case "page":
      return pageReply(request.requestId, result.html, { formTargets: addressesOf(open.request) });
    case "next":
      return redirectReply(request, stepPageOf(open, result.step));
    case "elsewhere":
      return redirectReply(request, result.path);
    case "download":
      return downloadReply(request.requestId, result);
    case "gone":
      return goneFlowPage(world, request, startAgain(request, open.state.step));
    case "finished":
      return finishedReply(world, request, open, result.finish);
  }
}

/** To the app; or to the page that somebody signed in for, and then the app's answer is made anew when it is wanted. */
async function finishedReply(
  world: World,
  request: HttpRequest,
  { request: { screen, query } }: OpenFlow,
  { response, started }: Finish,
): Promise<Reply> {
  const cookies = started === undefined ? [] : [cookieOf(world, started)];
  return isOwnScreen(screen)
    ? redirectReply(request, ownPath(screen, query), cookies)
    : authorizeReply(world, request, response, cookies);
}

/** A form that was sent twice: on to where the other one led. */
async function movedFlowReply(world: World, request: HttpRequest, { flow, state }: OpenFlow): Promise<Reply> {
  const check = await checkFlow(world, request, flow.flowId, null);
  if (check.kind !== "open") return closedFlowReply(world, request, check, startAgain(request, state.step));
  return redirectReply(request, stepPageOf(check.open, check.open.state.step));
}

/** `csrf` is the form's token; null for a page that is only looked at, by which nothing is done. */
function checkFlow(
  world: World,
  request: HttpRequest,
  flowId: string | undefined,
  csrf: string | undefined | null,
): Promise<FlowCheck> {
  const browser = readCookie(world.settings, request, browserCookie);
  const language = pageLanguage(world, request);
  return findFlow(world, { query: request.query, flowId, browser, csrf, language });
}

async function closedFlowReply(
  world: World,
  request: HttpRequest,
  check: Exclude<FlowCheck, { kind: "open" }>,
  back: string,
): Promise<Reply> {
  switch (check.kind) {
    case "foreign":
      return foreignFormPage(world, request, back);
    case "gone":
      return goneFlowPage(world, request, back);
    case "refused":
      return failedCheckReply(world, request, check);
  }
}

function cookieOf({ settings }: World, { cookie, lifeSeconds, session }: NewBrowserSession): string {
  return setCookie(settings, sessionCookie(session.poolId, lifeSeconds), cookie);
}

/** A page of whoever is signed in is begun anew; everything else is a way to the app. */
function startAgain({ query }: HttpRequest, step: FlowState["step"]): string {
  const asked = query.replace(/&flow=[\w-]*$/, "");
  return isOwnStep(step) ? stepPath(step, asked) : restartPath(asked);
}

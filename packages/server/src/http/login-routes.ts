/** The pages of a sign-in: `/login`, `/continue`, `/changePassword`, `/mfa`. A GET shows a step, a POST takes it. */
import type { World } from "../core/ports.ts";
import { browserSessionKey, findSignedIn, type NewBrowserSession } from "../core/sign-in/browser-sign-in.ts";
import { isEnough, personOf } from "../oauth/authorize.ts";
import { addressesOf, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { OAuthFailure } from "../oauth/failures.ts";
import { type Parameters, parseParameters } from "../oauth/parameters.ts";
import { restartPath, stepPageOf } from "../pages/addresses.ts";
import { showChooseFactor, submitChooseFactor } from "../pages/choose-factor-step.ts";
import { showFactor, submitFactor } from "../pages/factor-step.ts";
import {
  FlowAlreadyFinished,
  type FlowCheck,
  type FlowState,
  findFlow,
  newBrowserCookie,
  type OpenFlow,
  startFlow,
} from "../pages/flow.ts";
import { showNewPassword, submitNewPassword } from "../pages/new-password-step.ts";
import { showSetUpApp, submitSetUpApp } from "../pages/set-up-app-step.ts";
import { showSignIn, submitSignIn } from "../pages/sign-in-step.ts";
import { showSignedIn, submitSignedIn } from "../pages/signed-in-step.ts";
import type { StepResult, Submission } from "../pages/step.ts";
import type { Way } from "../pages/views/ways.tsx";
import { authorizeReply, failedCheckReply } from "./authorize-reply.ts";
import { answerRequest } from "./authorize-routes.ts";
import { browserCookie, readCookie, sessionCookie, setCookie } from "./cookies.ts";
import { formOf, isFromOurPages } from "./form.ts";
import { answerPage, foreignFormPage, goneFlowPage, skippedStepPage } from "./page-failure.ts";
import { pageReply, redirectReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

/** Undefined when the step has nothing to show any more. */
type Show = (world: World, open: OpenFlow) => Promise<string | undefined>;
type Submit = (world: World, submission: Submission) => Promise<StepResult>;

export async function answerLogin(world: World, request: HttpRequest): Promise<Reply> {
  return request.method === "POST"
    ? takeStep(world, request, "signIn", submitSignIn)
    : showLogin(world, request);
}

export async function answerContinue(world: World, request: HttpRequest): Promise<Reply> {
  return request.method === "POST"
    ? takeStep(world, request, "signedIn", submitSignedIn)
    : showLogin(world, request);
}

export const answerNewPassword = laterStep("newPassword", showNewPassword, submitNewPassword);
export const answerChooseFactor = laterStep("chooseFactor", showChooseFactor, submitChooseFactor);
export const answerFactor = laterStep("factor", showFactor, submitFactor);
export const answerSetUpApp = laterStep("setUpApp", showSetUpApp, submitSetUpApp);

function laterStep(step: FlowState["step"], show: Show, submit: Submit) {
  return (world: World, request: HttpRequest): Promise<Reply> =>
    request.method === "POST"
      ? takeStep(world, request, step, submit)
      : showLaterStep(world, request, step, show);
}

/** Begins a flow. Where somebody is signed in already, it asks whether to go on as that person. */
async function showLogin(world: World, request: HttpRequest): Promise<Reply> {
  return answerPage(world, request, async () => {
    const check = await readAuthorizeRequest(world, request.query);
    if (!check.ok) return failedCheckReply(world, request, check);
    const asked = check.request;
    if (asked.prompt === "none") return answerRequest(world, request, asked);

    const { settings } = world;
    const signedIn = await findSignedIn(
      world,
      asked.pool,
      readCookie(settings, request, sessionCookie(asked.pool.poolId)),
    );
    const person = signedIn && personOf(signedIn, request.source);
    const browser = readCookie(settings, request, browserCookie) ?? newBrowserCookie(world);
    const cookies = [setCookie(settings, browserCookie, browser)];
    const formTargets = addressesOf(asked);
    if (person !== undefined && (await isEnough(world, asked, person))) {
      const open = await startFlow(world, asked, browser, { step: "signedIn", sub: person.user.sub });
      return pageReply(request.requestId, showSignedIn(world, open, person.user), {
        cookies,
        formTargets,
      });
    }
    const open = await startFlow(world, asked, browser, { step: "signIn" });
    return pageReply(request.requestId, showSignIn(world, open), { cookies, formTargets });
  });
}

async function showLaterStep(
  world: World,
  request: HttpRequest,
  step: FlowState["step"],
  show: Show,
): Promise<Reply> {
  return answerPage(world, request, async () => {
    const back = startAgain(request);
    const { flow: flowId } = parseParameters(request.query);
    const browser = readCookie(world.settings, request, browserCookie);
    const check = await findFlow(world, { query: request.query, flowId, browser, csrf: null });
    if (check.kind !== "open") return closedFlowReply(world, request, check);
    const { open } = check;
    if (open.state.step !== step) return skippedStepPage(request, back);
    const html = await show(world, open);
    if (html === undefined) return goneFlowPage(request, back);
    return pageReply(request.requestId, html, { formTargets: addressesOf(open.request) });
  });
}

/** Whose form is it, is this step next, and then the step itself. */
async function takeStep(
  world: World,
  request: HttpRequest,
  step: FlowState["step"],
  submit: Submit,
): Promise<Reply> {
  return answerPage(world, request, async () => {
    const back = startAgain(request);
    if (!isFromOurPages(world.settings, request)) return foreignFormPage(request, back);
    const fields = parseParameters(formOf(request));
    const { flow: flowId, _csrf: csrf } = fields;
    const browser = readCookie(world.settings, request, browserCookie);
    const check = await findFlow(world, { query: request.query, flowId, browser, csrf });
    if (check.kind !== "open") return closedFlowReply(world, request, check);
    const { open, isStale } = check;
    // A form of the step before, from the Back button: on to the page that is next.
    if (isStale) return redirectReply(request, stepPageOf(open, open.state.step));
    if (open.state.step !== step) return skippedStepPage(request, back);
    return submitStep(world, request, open, fields, submit);
  });
}

async function submitStep(
  world: World,
  request: HttpRequest,
  open: OpenFlow,
  fields: Parameters,
  submit: Submit,
): Promise<Reply> {
  const { pool, target } = open.request;
  const cookie = sessionCookie(pool.poolId);
  const session = readCookie(world.settings, request, cookie);
  const signedIn = await findSignedIn(world, pool, session);
  try {
    const result = await submit(world, {
      open,
      fields,
      signedIn,
      before: browserSessionKey(world, pool, session),
      source: request.source,
    });
    switch (result.kind) {
      case "page":
        return pageReply(request.requestId, result.html, { formTargets: addressesOf(open.request) });
      case "next":
        return redirectReply(request, stepPageOf(open, result.step));
      case "gone":
        return goneFlowPage(request, startAgain(request));
      case "finished": {
        const { response, started } = result.finish;
        return authorizeReply(request, response, started === undefined ? [] : [cookieOf(world, started)]);
      }
    }
  } catch (error) {
    if (error instanceof FlowAlreadyFinished) return goneFlowPage(request, startAgain(request));
    if (error instanceof OAuthFailure) return failedCheckReply(world, request, { failure: error, target });
    throw error;
  }
}

async function closedFlowReply(
  world: World,
  request: HttpRequest,
  check: Exclude<FlowCheck, { kind: "open" }>,
): Promise<Reply> {
  switch (check.kind) {
    case "foreign":
      return foreignFormPage(request, startAgain(request));
    case "gone":
      return goneFlowPage(request, startAgain(request));
    case "refused":
      return failedCheckReply(world, request, check);
  }
}

function cookieOf({ settings }: World, { cookie, lifeSeconds, session }: NewBrowserSession): string {
  return setCookie(settings, sessionCookie(session.poolId, lifeSeconds), cookie);
}

function startAgain({ query }: HttpRequest): Way {
  return { href: restartPath(query.replace(/&flow=[\w-]*$/, "")), label: "Start again" };
}

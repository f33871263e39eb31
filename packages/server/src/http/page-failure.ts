/** Pages for what cannot go on: each says what happened, why, and what to do. */
import { fill } from "../core/events/causes.ts";
import { Overloaded, RateExceeded, TooManyGuesses, Unavailable } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { OAuthFailure } from "../oauth/failures.ts";
import { type ErrorProps, renderError } from "../pages/views/error.tsx";
import type { Way } from "../pages/views/ways.tsx";
import { pageReply } from "./page-reply.ts";
import { recordOAuthFailure } from "./record-failure.ts";
import { type Reply, tryLaterHeaders } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

/** Does a page's work; whatever it throws becomes a page too. */
export async function answerPage(
  world: World,
  request: HttpRequest,
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OAuthFailure) return failedRequestPage(world, request, error);
    if (error instanceof Overloaded) return busyPage(request);
    if (error instanceof RateExceeded) return tooOftenPage(request);
    if (error instanceof TooManyGuesses) return errorPage(request, 429, guessedTooOftenWords);
    world.log.error({ requestId: request.requestId, err: error }, `${request.path} failed`);
    if (error instanceof Unavailable) return unavailablePage(request);
    return errorPage(request, 500, brokenWords);
  }
}

/** The app sent a request that must not be answered with a redirect: the address in it may be a stranger's. */
export async function failedRequestPage(
  world: World,
  request: HttpRequest,
  failure: OAuthFailure,
): Promise<Reply> {
  await recordOAuthFailure(world, request, failure);
  const { found, change } = failure.entry;
  const status = failure.causeName === "methodNotGetOrPost" ? 405 : 400;
  const reply = errorPage(request, status, {
    title: "This link does not work",
    what: "The app that sent you here made a mistake in its request.",
    why: `What was found: ${fill(found, failure.detail)}.`,
    whatToDo: `Go back to the app and tell whoever runs it. For them: ${fill(change, failure.detail)}`,
  });
  return status === 405 ? { ...reply, headers: { ...reply.headers, allow: "GET, POST" } } : reply;
}

/** HP-01, AZ-26: nothing about the flow, if there is one, is told. */
export function foreignFormPage(request: HttpRequest, back: Way | undefined): Reply {
  return errorPage(request, 403, {
    title: "This form cannot be used here",
    what: "It was not made for this browser, or the browser did not send the cookie that came with it.",
    why: "A form from elsewhere could sign you in to somebody else's account, so it is refused.",
    whatToDo: "Start again from the app. If it happens again, allow cookies for this site.",
    back,
  });
}

export function goneFlowPage(request: HttpRequest, back: Way | undefined): Reply {
  return errorPage(request, 400, {
    title: "This page is out of date",
    what: "What it belongs to is finished or took too long.",
    why: "A sign-in, a sign-up or a new password can be completed once, and within an hour.",
    whatToDo: back === undefined ? "Start again from the app." : "Start again.",
    back,
  });
}

/** HP-07: a later form was posted before its step. */
export function skippedStepPage(request: HttpRequest, back: Way): Reply {
  return errorPage(request, 400, {
    title: "This step is not next",
    what: "The form that was sent belongs to another step of the sign-in.",
    why: "The steps of a sign-in come in their order, which is kept on the server.",
    whatToDo: "Start the sign-in again.",
    back,
  });
}

/** What administrators alone do has no page. */
export function signUpClosedPage(request: HttpRequest, back: Way): Reply {
  return errorPage(request, 403, {
    title: "Accounts are made by invitation",
    what: "Nobody can make an account here by themselves.",
    why: "Whoever runs this has decided that they make the accounts.",
    whatToDo: "Ask them for one, then sign in.",
    back,
  });
}

export function passkeysClosedPage(request: HttpRequest, back: Way): Reply {
  return errorPage(request, 403, {
    title: "Passkeys are not used here",
    what: "No passkey can be added to an account.",
    why: "Whoever runs this has not turned them on, or this page's address cannot have any.",
    whatToDo: "Sign in the way you do.",
    back,
  });
}

export function recoveryClosedPage(request: HttpRequest, back: Way): Reply {
  return errorPage(request, 403, {
    title: "Passwords are not reset here",
    what: "A forgotten password cannot be replaced on these pages.",
    why: "Whoever runs this has decided that they reset passwords themselves.",
    whatToDo: "Ask them for a new one, then sign in.",
    back,
  });
}

export function errorPage(
  { requestId }: HttpRequest,
  status: number,
  words: Omit<ErrorProps, "requestId">,
): Reply {
  return pageReply(requestId, renderError({ ...words, requestId }), { status });
}

/** The app, the browser's network or everybody together asked more often than a quota allows. */
export function tooOftenPage(request: HttpRequest): Reply {
  const reply = errorPage(request, 429, {
    title: "Too much at once",
    what: "More was asked for within a second than this server answers.",
    why: "A limit keeps the rest of it working. Others may share your network address: it need not have been you.",
    whatToDo: "Wait a moment, then try again.",
  });
  return { ...reply, headers: { ...reply.headers, "retry-after": "1" } };
}

function busyPage(request: HttpRequest): Reply {
  const reply = errorPage(request, 503, {
    title: "Too much at once",
    what: "More people are signing in than the server can serve at this moment.",
    why: "It takes no more work than it can finish.",
    whatToDo: "Wait a moment, then try again.",
  });
  return { ...reply, headers: { ...reply.headers, "retry-after": "1" } };
}

function unavailablePage(request: HttpRequest): Reply {
  const reply = errorPage(request, 503, {
    title: "Not possible at the moment",
    what: "The server cannot use its database just now.",
    why: "It may be starting again, or its disk may be full. What you sent may not have been kept.",
    whatToDo: "Wait a moment, then try again; if it goes on, tell whoever runs the server.",
  });
  return { ...reply, headers: { ...reply.headers, ...tryLaterHeaders } };
}

const guessedTooOftenWords = {
  title: "Too many wrong attempts",
  what: "Too many wrong passwords and codes came from your network address within an hour.",
  why: "Nothing more from there is looked at for a while. Others may share the address: it need not have been you.",
  whatToDo: "Try again later, at the latest in an hour, or from another network.",
};

const brokenWords = {
  title: "Something went wrong",
  what: "The server failed while it made this page.",
  why: "Its log has the details under the request id below.",
  whatToDo: "Try again; if it happens again, give the request id to whoever runs the server.",
};

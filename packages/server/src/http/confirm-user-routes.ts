/** `/confirmUser`, where confirmation mails lead: a GET shows what a POST then does. */
import type { CauseName } from "../core/events/causes.ts";
import type { World } from "../core/ports.ts";
import { OAuthFailure } from "../oauth/failures.ts";
import { readConfirmationLink, showConfirmUser, submitConfirmUser } from "../pages/confirm-user.ts";
import type { ErrorProps } from "../pages/views/error.tsx";
import { formOf, isFromOurPages } from "./form.ts";
import { answerPage, errorPage, foreignFormPage } from "./page-failure.ts";
import { pageReply } from "./page-reply.ts";
import { recordOAuthFailure } from "./record-failure.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function answerConfirmUser(world: World, request: HttpRequest): Promise<Reply> {
  return answerPage(world, request, async () => {
    const isForm = request.method === "POST";
    if (isForm && !isFromOurPages(world.settings, request)) return foreignFormPage(request, undefined);
    try {
      const link = await readConfirmationLink(world, isForm ? formOf(request) : request.query);
      const page = isForm ? await submitConfirmUser(world, link, request.source) : showConfirmUser(link);
      return pageReply(request.requestId, page);
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      await recordOAuthFailure(world, request, error);
      const { status, ...words } = refusals[error.causeName] ?? deadLink;
      return errorPage(request, status, words);
    }
  });
}

type Refusal = Omit<ErrorProps, "requestId"> & { readonly status: number };

/** The same words whatever was wrong: they must not tell who exists, or how near a guess was (HP-06). */
const deadLink: Refusal = {
  status: 400,
  title: "This link is no longer good",
  what: "It confirms no account now.",
  why: "A link works once, whole, and for a day; a newer mail replaces it.",
  whatToDo:
    "If you have confirmed your account already, sign in to the app. Otherwise have the app send you another mail.",
};

/** The account is confirmed by then: the trigger runs after the commit. */
const trailingFailure: Refusal = {
  status: 400,
  title: "Confirmed, but not finished",
  what: "Your account is confirmed, but what the app does next has failed.",
  why: "A step that the app has added went wrong.",
  whatToDo: "Sign in to the app. If that does not work, give the request id to whoever runs it.",
};

const refusals: Partial<Record<CauseName, Refusal>> = {
  confirmationAddressTaken: {
    status: 400,
    title: "This address has an account already",
    what: "Your account was not confirmed.",
    why: "Another account signs in with the same address, and an address belongs to one account.",
    whatToDo: "Sign in to the app with that account, or sign up with another address.",
  },
  confirmationTooOften: {
    status: 429,
    title: "Too many attempts",
    what: "Your account was not confirmed.",
    why: "Codes can be tried a few times only, so that nobody guesses them.",
    whatToDo: "Wait a while, then open the link again.",
  },
  triggerThrew: trailingFailure,
  triggerNotRun: trailingFailure,
  triggerAnswerInvalid: trailingFailure,
};

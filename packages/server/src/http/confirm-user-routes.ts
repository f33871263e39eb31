/** `/confirmUser`, where confirmation mails lead: a GET shows what a POST then does. */
import type { CauseName } from "../core/events/causes.ts";
import type { World } from "../core/ports.ts";
import { OAuthFailure } from "../oauth/failures.ts";
import { readConfirmationLink, showConfirmUser, submitConfirmUser } from "../pages/confirm-user.ts";
import { lookFor } from "../pages/look.ts";
import { formOf, isFromOurPages } from "./form.ts";
import { answerPage, type ErrorName, errorPage, foreignFormPage } from "./page-failure.ts";
import { pageLanguage } from "./page-language.ts";
import { pageReply } from "./page-reply.ts";
import { recordOAuthFailure } from "./record-failure.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function answerConfirmUser(world: World, request: HttpRequest): Promise<Reply> {
  return answerPage(world, request, async () => {
    const isForm = request.method === "POST";
    if (isForm && !isFromOurPages(world.settings, request)) return foreignFormPage(world, request);
    try {
      const link = await readConfirmationLink(world, isForm ? formOf(request) : request.query);
      const look = await lookFor(world, pageLanguage(world, request), link);
      const page = isForm
        ? await submitConfirmUser(world, look, link, request.source)
        : showConfirmUser(look, link);
      return pageReply(request.requestId, page);
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      await recordOAuthFailure(world, request, error);
      const [status, name] = refusals[error.causeName] ?? deadLink;
      return errorPage(world, request, status, name);
    }
  });
}

type Refusal = readonly [status: number, name: ErrorName];

/** The same words whatever was wrong: they must not tell who exists, or how near a guess was (HP-06). */
const deadLink: Refusal = [400, "deadLink"];

/** The account is confirmed by then: the trigger runs after the commit. */
const trailingFailure: Refusal = [400, "notFinished"];

const refusals: Partial<Record<CauseName, Refusal>> = {
  confirmationAddressTaken: [400, "addressTaken"],
  confirmationTooOften: [429, "triedTooOften"],
  triggerThrew: trailingFailure,
  triggerNotRun: trailingFailure,
  triggerAnswerInvalid: trailingFailure,
};

/** The pages that anybody may read, and the files that all pages need. */
import { type Cause, causes } from "../core/events/causes.ts";
import { errorMeanings } from "../core/events/error-meanings.ts";
import type { World } from "../core/ports.ts";
import { plainLook } from "../pages/look.ts";
import type { Asset } from "../pages/views/asset.ts";
import { renderCauses } from "../pages/views/causes.tsx";
import { type ErrorWords, renderError } from "../pages/views/error.tsx";
import { renderHome } from "../pages/views/home.tsx";
import { pageReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function answerHome(_world: World, request: HttpRequest): Promise<Reply> {
  return pageReply(request.requestId, renderHome());
}

/** Where `error_uri` points: for developers, so it is in English. */
export async function answerErrorPage(_world: World, request: HttpRequest): Promise<Reply> {
  const error = request.params["error"] ?? "";
  const entries: readonly (readonly [name: string, cause: Cause])[] = Object.entries(causes);
  const found = entries
    .filter(([, cause]) => cause.error === error)
    .map(([name, cause]) => ({ name, ...cause }));
  const [first] = found;
  if (first !== undefined) {
    const { meaning, app } = errorMeanings[first.error];
    return pageReply(request.requestId, renderCauses({ error, meaning, app, causes: found }));
  }
  const { requestId } = request;
  return pageReply(requestId, renderError({ look: plainLook, text: noSuchError, requestId }), {
    status: 404,
  });
}

const noSuchError: ErrorWords = {
  title: "There is no such error",
  what: "No answer of this server carries an error of this name.",
  why: "The address was mistyped, or belongs to another version.",
  whatToDo: "Open the error_uri exactly as it came with the error.",
};

/** The name of a file changes with its content, so it may be kept for ever. */
export function answerAsset({ contentType, body }: Asset): () => Promise<Reply> {
  const reply: Reply = {
    status: 200,
    headers: {
      "content-type": contentType,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    },
    body,
  };
  return async () => reply;
}

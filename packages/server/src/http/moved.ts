/** What a server answers after its data has moved to another database: nothing here is true any more, and somebody else serves soon. */
import { replyInForm } from "./broken-request.ts";
import { health } from "./health-routes.ts";
import { errorPage } from "./page-failure.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

/** What the door asks about the data. */
export interface DataPlace {
  /** What is known already. */
  hasMoved(): boolean;
  /** Looks, where it is not known. */
  findsMoved(): boolean;
}

/** The move may be seconds from its end; whoever balances takes this server out meanwhile, by its readiness. */
const retryAfterSeconds = 5;
/** Strangers read it: where the data has gone is in the log. */
const words = "The data of this server has moved to another database. Try again in a moment.";

/** Nothing begins once the data has moved; and what had begun before and failed, failed because of that. */
export async function unlessMoved(
  place: DataPlace,
  request: HttpRequest,
  answer: () => Promise<Reply>,
): Promise<Reply> {
  if (request.path === "/health/live") return answer();
  if (place.hasMoved()) return movedReply(request);
  const reply = await answer();
  return reply.status >= 500 && place.findsMoved() ? movedReply(request) : reply;
}

function movedReply(request: HttpRequest): Reply {
  const reply = inForm(request);
  return { ...reply, headers: { ...reply.headers, "retry-after": `${retryAfterSeconds}` } };
}

function inForm(request: HttpRequest): Reply {
  const { path, method } = request;
  if (path === "/health/ready") return health(503, "the data has moved");
  const isForPrograms = (path.startsWith("/oauth2/") && path !== "/oauth2/authorize") || method === "OPTIONS";
  if (isForPrograms || (path === "/" && method === "POST") || path.includes("/.well-known/")) {
    return replyInForm(request, 503, words);
  }
  return errorPage(request, 503, {
    title: "Back in a moment",
    what: "This server is being replaced by another one.",
    why: "Its data has moved there, and nothing may be changed in two places.",
    whatToDo: "Wait a moment, then try again.",
  });
}

/**
 * What a server answers once its data has moved to another database: its own data is out of date, and another server
 * takes over soon.
 */
import type { World } from "../core/ports.ts";
import { replyInForm } from "./broken-request.ts";
import { doorOf } from "./door.ts";
import { health } from "./health-routes.ts";
import { errorPage } from "./page-failure.ts";
import { type Reply, withHeaders } from "./reply.ts";
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
  world: World,
  place: DataPlace,
  request: HttpRequest,
  answer: () => Promise<Reply>,
): Promise<Reply> {
  if (request.path === "/health/live") return answer();
  if (place.hasMoved()) return movedReply(world, request);
  const reply = await answer();
  return reply.status >= 500 && place.findsMoved() ? movedReply(world, request) : reply;
}

async function movedReply(world: World, request: HttpRequest): Promise<Reply> {
  const reply = await inForm(world, request);
  return withHeaders(reply, { "retry-after": `${retryAfterSeconds}` });
}

async function inForm(world: World, request: HttpRequest): Promise<Reply> {
  if (request.path === "/health/ready") return health(503, "the data has moved");
  const isForPeople = doorOf(request) === "pages" && request.method !== "OPTIONS";
  return isForPeople ? errorPage(world, request, 503, "moved") : replyInForm(request, 503, words);
}

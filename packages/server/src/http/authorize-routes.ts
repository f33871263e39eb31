/** `/oauth2/authorize`, by GET or POST alike: answers the app at once, or leads to the sign-in page. */
import type { World } from "../core/ports.ts";
import { findSignedIn } from "../core/sign-in/browser-sign-in.ts";
import { authorize, personOf } from "../oauth/authorize.ts";
import { type AuthorizeRequest, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { refuse } from "../oauth/failures.ts";
import { loginPath, restartPath, signUpPath } from "../pages/addresses.ts";
import { answerApp, authorizeReply, failedCheckReply } from "./authorize-reply.ts";
import { mayLackCookie, readCookie, sessionCookie } from "./cookies.ts";
import { formOf } from "./form.ts";
import { answerPage } from "./page-failure.ts";
import { redirectReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";
import { noteIds } from "./request-facts.ts";

export async function answerAuthorize(world: World, request: HttpRequest): Promise<Reply> {
  return answerPage(world, request, async () => {
    const { method, query } = request;
    const isForm = method === "POST";
    // HEAD is GET without the body (RFC 9110 §9.3.2).
    if (!isForm && method !== "GET" && method !== "HEAD") throw refuse("methodNotGetOrPost", { method });
    const check = await readAuthorizeRequest(world, isForm ? joined(query, formOf(request)) : query);
    if (!check.ok) return failedCheckReply(world, request, check);
    const { pool, client, query: asked } = check.request;
    const cookie = sessionCookie(pool.poolId);
    if (mayLackCookie(world.settings, request, cookie)) return redirectReply(request, restartPath(asked));
    world.rates.countClient(client.clientId);
    return answerRequest(world, request, check.request);
  });
}

export async function answerRequest(
  world: World,
  request: HttpRequest,
  asked: AuthorizeRequest,
): Promise<Reply> {
  noteIds(request.facts, asked.pool.poolId, asked.client.clientId);
  return answerApp(world, request, asked.target, async () => {
    const cookie = readCookie(world.settings, request, sessionCookie(asked.pool.poolId));
    const signedIn = await findSignedIn(world, asked.pool, cookie);
    const person = signedIn && personOf(signedIn, request.source);
    const answer = await authorize(world, asked, person);
    if (answer !== "signIn") return authorizeReply(world, request, answer);
    const path = asked.screen === "signUp" ? signUpPath : loginPath;
    return redirectReply(request, path(asked.query));
  });
}

function joined(query: string, form: string): string {
  return query === "" ? form : `${query}&${form}`;
}

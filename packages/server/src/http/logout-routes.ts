/** `/logout`: ends the browser's session on the server, deletes its cookie, and goes where the app asked. */
import type { World } from "../core/ports.ts";
import {
  browserSessionKey,
  endBrowserSession,
  findSignedIn,
  type SignedInBrowser,
} from "../core/sign-in/browser-sign-in.ts";
import { endSignIns } from "../core/users/end-sign-ins.ts";
import { type LogoutRequest, readLogoutRequest } from "../oauth/logout.ts";
import { collectParameters, type Parameters } from "../oauth/parameters.ts";
import { lookFor } from "../pages/look.ts";
import { isSignOutToken, showSignedOut, showSignOut } from "../pages/sign-out.ts";
import { deleteCookie, mayLackCookie, readCookie, sessionCookie } from "./cookies.ts";
import { formOf, isFromOurPages } from "./form.ts";
import { answerPage, foreignFormPage } from "./page-failure.ts";
import { pageLanguage } from "./page-language.ts";
import { pageReply, redirectReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export async function answerLogout(world: World, request: HttpRequest): Promise<Reply> {
  return answerPage(world, request, async () => {
    const form = request.method === "POST" ? formOf(request) : "";
    const { parameters } = collectParameters(form);
    return parameters["_csrf"] === undefined
      ? answerApp(world, request, form)
      : answerPerson(world, request, parameters);
  });
}

/** An app's request, in the address or in a form (RP-Initiated Logout §2 asks for both). */
async function answerApp(world: World, request: HttpRequest, form: string): Promise<Reply> {
  const query = [request.query, form].filter((part) => part !== "").join("&");
  const asked = await readLogoutRequest(world, query);
  const { pool } = asked.asker;
  if (mayLackCookie(world.settings, request, sessionCookie(pool.poolId)))
    return redirectReply(request, `/logout?${new URLSearchParams(query)}`);
  const cookie = readCookie(world.settings, request, sessionCookie(pool.poolId));
  const signedIn = await findSignedIn(world, pool, cookie);
  const look = await lookFor(world, pageLanguage(world, request), asked.asker);
  const isSure = asked.meant === "anyone" || asked.meant === signedIn?.user.sub;
  if (cookie === undefined || signedIn === undefined || isSure) return signOut(world, request, asked);
  const question = { pool, user: signedIn.user, cookie, query };
  return pageReply(request.requestId, showSignOut(world, look, question), {
    formTargets: asked.asker.client.settings.LogoutURLs ?? [],
  });
}

/** The person's own answer: the form's token belongs to the session that it ends. */
async function answerPerson(
  world: World,
  request: HttpRequest,
  { _csrf: csrf = "", everywhere }: Parameters,
): Promise<Reply> {
  const asked = await readLogoutRequest(world, request.query);
  const cookie = readCookie(world.settings, request, sessionCookie(asked.asker.pool.poolId));
  const isTheirs = cookie !== undefined && isSignOutToken(world, cookie, csrf);
  if (!isTheirs || !isFromOurPages(world.settings, request)) return foreignFormPage(world, request);
  const signedIn = await findSignedIn(world, asked.asker.pool, cookie);
  if (everywhere !== undefined && signedIn !== undefined) await signOutEverywhere(world, request, signedIn);
  return signOut(world, request, asked);
}

async function signOutEverywhere(
  world: World,
  request: HttpRequest,
  { user }: SignedInBrowser,
): Promise<void> {
  request.facts.actor = { kind: "person", id: user.sub };
  const now = world.clock.now();
  await world.store.write((tables) => endSignIns(tables, user, "signedOut", now));
}

async function signOut(
  world: World,
  request: HttpRequest,
  { asker, location }: LogoutRequest,
): Promise<Reply> {
  const { settings } = world;
  const cookie = sessionCookie(asker.pool.poolId);
  const session = browserSessionKey(world, asker.pool, readCookie(settings, request, cookie));
  if (session !== undefined) await endBrowserSession(world, session);
  const cookies = [deleteCookie(settings, cookie)];
  return location === undefined
    ? pageReply(
        request.requestId,
        showSignedOut(await lookFor(world, pageLanguage(world, request), asker), asker.pool),
        { cookies },
      )
    : redirectReply(request, location, cookies);
}

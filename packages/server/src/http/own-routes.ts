/** The pages of whoever is signed in: a GET begins one, or shows the one that its address names; a POST takes its step. */
import type { World } from "../core/ports.ts";
import { findSignedIn, type SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { type AuthorizeRequest, addressesOf } from "../oauth/authorize-request.ts";
import { accountPage } from "../pages/account-step.ts";
import { addAppPage } from "../pages/add-app-step.ts";
import { accountPasskeyPage, addPasskeyPage } from "../pages/add-passkey-step.ts";
import { accountPath, loginPath, signInForPath } from "../pages/addresses.ts";
import { changeEmailPage, changePhonePage } from "../pages/change-address-step.ts";
import { changePasswordPage } from "../pages/change-password-step.ts";
import { type OwnPage, signInFirst, submitOwn } from "../pages/own-page.ts";
import type { OwnState } from "../pages/own-state.ts";
import { verifyAddressPage } from "../pages/verify-address-step.ts";
import { passkeyHost } from "../pages/ways.ts";
import { readCookie, sessionCookie } from "./cookies.ts";
import { begin, openAt, showFirst, takeStep } from "./flow-steps.ts";
import { closedPage } from "./page-failure.ts";
import { pageReply, redirectReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

export const answerAccount = ownRoute("account", accountPage);
export const answerChangeEmail = ownRoute("changeEmail", changeEmailPage);
export const answerChangePhone = ownRoute("changePhone", changePhonePage);
export const answerVerifyAddress = ownRoute("verifyAddress", verifyAddressPage);
export const answerChangePassword = ownRoute("changePassword", changePasswordPage);
export const answerAddApp = ownRoute("addApp", addAppPage);
export const answerAddPasskey = ownRoute("addPasskey", addPasskeyPage, withoutPasskeys);
export const answerAccountPasskey = ownRoute("accountPasskey", accountPasskeyPage, withoutPasskeys);

/** What is said instead of the page; undefined where it is open. */
type Closed = (world: World, request: HttpRequest, asked: AuthorizeRequest) => Promise<Reply | undefined>;

async function withoutPasskeys(
  world: World,
  request: HttpRequest,
  asked: AuthorizeRequest,
): Promise<Reply | undefined> {
  return passkeyHost(world, asked) === undefined
    ? closedPage(world, request, "passkeysClosed", loginPath(asked.query))
    : undefined;
}

function ownRoute(step: OwnState["step"], page: OwnPage, closed: Closed = async () => undefined) {
  return (world: World, request: HttpRequest): Promise<Reply> =>
    request.method === "POST"
      ? takeStep(world, request, step, (_, submission) => submitOwn(world, submission, page))
      : showFirst(
          world,
          request,
          async (asked) =>
            (await closed(world, request, asked)) ?? (await showOwn(world, request, step, page, asked)),
        );
}

async function showOwn(
  world: World,
  request: HttpRequest,
  step: OwnState["step"],
  page: OwnPage,
  asked: AuthorizeRequest,
): Promise<Reply> {
  const signedIn = await findBrowser(world, request, asked);
  const first = signInFirst(world, asked, page, signedIn);
  if (signedIn === undefined || first !== undefined) {
    return redirectReply(request, first ?? signInForPath(page.screen, asked.query));
  }
  const open = await openAt(world, request, step);
  if (open !== undefined && "sub" in open.state && open.state.sub === signedIn.user.sub) {
    const html = await page.show(world, open, signedIn);
    if (html !== undefined) return pageReply(request.requestId, html, { formTargets: addressesOf(asked) });
  }
  const state = await page.start(world, asked, signedIn);
  if (state === undefined) return redirectReply(request, accountPath(asked.query));
  return begin(world, request, asked, state, async (_, begun) => {
    const html = await page.show(world, begun, signedIn);
    if (html === undefined) throw new Error(`the step ${step} has nothing to show at its beginning`);
    return html;
  });
}

async function findBrowser(
  world: World,
  request: HttpRequest,
  { pool }: AuthorizeRequest,
): Promise<SignedInBrowser | undefined> {
  const cookie = readCookie(world.settings, request, sessionCookie(pool.poolId));
  return findSignedIn(world, pool, cookie);
}

/** The pages of a sign-in, a sign-up and a recovery. A GET shows a step, a POST takes it. */
import type { World } from "../core/ports.ts";
import { findSignedIn, type SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { recoveryAttributes } from "../core/users/recovery-contact.ts";
import { takesSignUps } from "../core/users/self-service.ts";
import { isEnough, personOf } from "../oauth/authorize.ts";
import { type AuthorizeRequest, addressesOf, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { showAccount } from "../pages/account-page.ts";
import { submitAccount } from "../pages/account-step.ts";
import { showAddPasskey, submitAddPasskey } from "../pages/add-passkey-step.ts";
import { loginPath, signInForAccountPath, signInForPasskeyPath } from "../pages/addresses.ts";
import { showChallenge, submitChallenge } from "../pages/challenge-step.ts";
import { showChooseFactor, submitChooseFactor } from "../pages/choose-factor-step.ts";
import { showConfirm } from "../pages/confirm-page.ts";
import { submitConfirm, submitResend } from "../pages/confirm-step.ts";
import { showFactor, submitFactor } from "../pages/factor-step.ts";
import { type FlowState, newBrowserCookie, type OpenFlow, startFlow } from "../pages/flow.ts";
import { showForgotPassword, submitForgotPassword } from "../pages/forgot-password-step.ts";
import { showNewPassword, submitNewPassword } from "../pages/new-password-step.ts";
import { isRecent } from "../pages/recent-sign-in.ts";
import { showResetPassword, submitResetPassword } from "../pages/reset-password-step.ts";
import { showSetUpApp, submitSetUpApp } from "../pages/set-up-app-step.ts";
import { whySignInAgain } from "../pages/sign-in-again.ts";
import { showSignIn, submitSignIn } from "../pages/sign-in-step.ts";
import { showSignUpDetails, submitSignUpDetails } from "../pages/sign-up-details-step.ts";
import { showSignUp, submitSignUp } from "../pages/sign-up-step.ts";
import { showSignedIn, submitSignedIn } from "../pages/signed-in-step.ts";
import { passkeyHost, passkeyOffer } from "../pages/ways.ts";
import { failedCheckReply } from "./authorize-reply.ts";
import { answerRequest } from "./authorize-routes.ts";
import { browserCookie, readCookie, sessionCookie, setCookie } from "./cookies.ts";
import { laterStep, openAt, takeStep } from "./flow-steps.ts";
import { answerPage, closedPage } from "./page-failure.ts";
import { pageLanguage } from "./page-language.ts";
import { pageReply, redirectReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";
import { noteIds } from "./request-facts.ts";

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

export async function answerSignUp(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "POST") return takeStep(world, request, "signUp", submitSignUp);
  return showFirst(world, request, async (asked) =>
    takesSignUps(asked.pool)
      ? begin(world, request, asked, { step: "signUp" }, showSignUp)
      : closedPage(world, request, "signUpClosed", loginPath(asked.query)),
  );
}

export async function answerForgotPassword(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "POST") return takeStep(world, request, "forgotPassword", submitForgotPassword);
  return showFirst(world, request, async (asked) =>
    recoveryAttributes(asked.pool).length > 0
      ? begin(world, request, asked, { step: "forgotPassword" }, showForgotPassword)
      : closedPage(world, request, "recoveryClosed", loginPath(asked.query)),
  );
}

/** Whoever has not signed in just now does so first. */
export async function answerAddPasskey(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "POST") return takeStep(world, request, "addPasskey", submitAddPasskey);
  return showFirst(world, request, async (asked) => {
    if (passkeyHost(world, asked) === undefined) {
      return closedPage(world, request, "passkeysClosed", loginPath(asked.query));
    }
    const signedIn = await findBrowser(world, request, asked);
    if (signedIn === undefined || !isRecent(world, signedIn)) {
      return redirectReply(request, signInForPasskeyPath(asked.query));
    }
    const { user } = signedIn;
    const state = { step: "addPasskey", sub: user.sub } as const;
    return begin(world, request, asked, state, (_, open) => showAddPasskey(world, open, user));
  });
}

export async function answerAccount(world: World, request: HttpRequest): Promise<Reply> {
  if (request.method === "POST") return takeStep(world, request, "account", submitAccount);
  return showFirst(world, request, async (asked) => {
    const signedIn = await findBrowser(world, request, asked);
    if (signedIn === undefined) return redirectReply(request, signInForAccountPath(asked.query));
    const open = await openAt(world, request, "account");
    if (open?.state.step === "account" && open.state.sub === signedIn.user.sub) {
      const html = await showAccount(world, open, signedIn);
      return pageReply(request.requestId, html, { formTargets: addressesOf(asked) });
    }
    const state = { step: "account", sub: signedIn.user.sub } as const;
    return begin(world, request, asked, state, (_, begun) => showAccount(world, begun, signedIn));
  });
}

export const answerSignUpDetails = laterStep("signUpDetails", showSignUpDetails, submitSignUpDetails);
export const answerConfirm = laterStep("confirm", showConfirm, submitConfirm);
export const answerResendCode = laterStep("confirm", showConfirm, submitResend);
export const answerResetPassword = laterStep("resetPassword", showResetPassword, submitResetPassword);
export const answerNewPassword = laterStep("newPassword", showNewPassword, submitNewPassword);
export const answerChallenge = laterStep("challenge", showChallenge, submitChallenge);
export const answerChooseFactor = laterStep("chooseFactor", showChooseFactor, submitChooseFactor);
export const answerFactor = laterStep("factor", showFactor, submitFactor);
export const answerSetUpApp = laterStep("setUpApp", showSetUpApp, submitSetUpApp);

/** Where somebody is signed in already, it asks whether to go on as that person. */
async function showLogin(world: World, request: HttpRequest): Promise<Reply> {
  return showFirst(world, request, async (asked) => {
    const back = await openAt(world, request, "signIn");
    if (back !== undefined) {
      return pageReply(request.requestId, showSignIn(world, back), { formTargets: addressesOf(asked) });
    }
    const cookie = sessionOf(world, request, asked);
    const signedIn = await findSignedIn(world, asked.pool, cookie);
    const going = await openAt(world, request, "signedIn");
    if (going?.state.step === "signedIn" && signedIn?.user.sub === going.state.sub) {
      const html = showSignedIn(world, going, signedIn.user);
      return pageReply(request.requestId, html, { formTargets: addressesOf(asked) });
    }
    const person = signedIn && personOf(signedIn, request.source);
    if (person === undefined || !(await isEnough(world, asked, person))) {
      const notice = await whySignInAgain(world, asked, signedIn, cookie);
      const state = { step: "signIn", notice, ...passkeyOffer(world, asked) } as const;
      return begin(world, request, asked, state, showSignIn);
    }
    const state = { step: "signedIn", sub: person.user.sub } as const;
    return begin(world, request, asked, state, (_, open) => showSignedIn(world, open, person.user));
  });
}

/** A page that begins a flow: its address is an authorization request. */
async function showFirst(
  world: World,
  request: HttpRequest,
  show: (asked: AuthorizeRequest) => Promise<Reply>,
): Promise<Reply> {
  return answerPage(world, request, async () => {
    const check = await readAuthorizeRequest(world, request.query);
    if (!check.ok) return failedCheckReply(world, request, check);
    noteIds(request.facts, check.request.pool.poolId, check.request.client.clientId);
    return check.request.prompt === "none"
      ? answerRequest(world, request, check.request)
      : show(check.request);
  });
}

async function findBrowser(
  world: World,
  request: HttpRequest,
  asked: AuthorizeRequest,
): Promise<SignedInBrowser | undefined> {
  return findSignedIn(world, asked.pool, sessionOf(world, request, asked));
}

function sessionOf(world: World, request: HttpRequest, { pool }: AuthorizeRequest): string | undefined {
  return readCookie(world.settings, request, sessionCookie(pool.poolId));
}

async function begin(
  world: World,
  request: HttpRequest,
  asked: AuthorizeRequest,
  state: FlowState,
  show: (world: World, open: OpenFlow) => string | Promise<string>,
): Promise<Reply> {
  const { settings } = world;
  const browser = readCookie(settings, request, browserCookie) ?? newBrowserCookie(world);
  const language = pageLanguage(world, request);
  const open = await startFlow(world, { request: asked, browser, language }, state);
  return pageReply(request.requestId, await show(world, open), {
    cookies: [setCookie(settings, browserCookie, browser)],
    formTargets: addressesOf(asked),
  });
}

/** The pages of a sign-in, a sign-up and a recovery. A GET shows a step, a POST takes it. */
import type { World } from "../core/ports.ts";
import { findSignedIn } from "../core/sign-in/browser-sign-in.ts";
import { recoveryAttributes } from "../core/users/recovery-contact.ts";
import { takesSignUps } from "../core/users/self-service.ts";
import { isEnough, personOf } from "../oauth/authorize.ts";
import { addressesOf } from "../oauth/authorize-request.ts";
import { loginPath } from "../pages/addresses.ts";
import { showChallenge, submitChallenge } from "../pages/challenge-step.ts";
import { showChooseFactor, submitChooseFactor } from "../pages/choose-factor-step.ts";
import { showConfirm } from "../pages/confirm-page.ts";
import { submitConfirm, submitResend } from "../pages/confirm-step.ts";
import { showFactor, submitFactor } from "../pages/factor-step.ts";
import { showForgotPassword, submitForgotPassword } from "../pages/forgot-password-step.ts";
import { showNewPassword, submitNewPassword } from "../pages/new-password-step.ts";
import { showResetPassword, submitResetPassword } from "../pages/reset-password-step.ts";
import { showSetUpApp, submitSetUpApp } from "../pages/set-up-app-step.ts";
import { whySignInAgain } from "../pages/sign-in-again.ts";
import { showSignIn, submitSignIn } from "../pages/sign-in-step.ts";
import { showSignUpDetails, submitSignUpDetails } from "../pages/sign-up-details-step.ts";
import { showSignUp, submitSignUp } from "../pages/sign-up-step.ts";
import { showSignedIn, submitSignedIn } from "../pages/signed-in-step.ts";
import { passkeyOffer } from "../pages/ways.ts";
import { readCookie, sessionCookie } from "./cookies.ts";
import { begin, laterStep, openAt, showFirst, takeStep } from "./flow-steps.ts";
import { closedPage } from "./page-failure.ts";
import { pageReply } from "./page-reply.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest } from "./request.ts";

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
    const cookie = readCookie(world.settings, request, sessionCookie(asked.pool.poolId));
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

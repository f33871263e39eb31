/** The pages' addresses. Each contains the authorization request, so that a bookmark leads somewhere. */
import type { World } from "../core/ports.ts";
import {
  type AuthorizeRequest,
  isOwnScreen,
  type OwnScreen,
  ownScreens,
} from "../oauth/authorize-request.ts";
import { respondWithFailure, responseUrl } from "../oauth/authorize-response.ts";
import { refuse } from "../oauth/failures.ts";
import type { OpenFlow } from "./flow.ts";
import type { FlowState } from "./flow-state.ts";

export function loginPath(query: string): string {
  return `/login?${query}`;
}

export function signUpPath(query: string): string {
  return `${paths.signUp}?${query}`;
}

export function forgotPasswordPath(query: string): string {
  return `${paths.forgotPassword}?${query}`;
}

/** Where the confirmation step asks for another code. */
export function resendCodePath(query: string): string {
  return `/resendcode?${query}`;
}

/** Whoever has signed in for the page is not asked to sign in again. */
export function ownPath(screen: OwnScreen, query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.delete("prompt");
  parameters.delete("screen_hint");
  return `${paths[screen]}?${parameters}`;
}

export function accountPath(query: string): string {
  return ownPath("account", query);
}

/** A sign-in that leads to the page, whoever is signed in. */
export function signInForPath(screen: OwnScreen, query: string): string {
  const parameters = new URLSearchParams(query);
  const [hint = ""] = Object.entries(ownScreens).find(([, each]) => each === screen) ?? [];
  parameters.set("prompt", "login");
  parameters.set("screen_hint", hint);
  return loginPath(parameters.toString());
}

/** Where a form of the step is sent. */
export function stepPath(step: FlowState["step"], query: string): string {
  return `${paths[step]}?${query}`;
}

/** Does the step belong to whoever is signed in? */
export function isOwnStep(step: FlowState["step"]): boolean {
  return step === "verifyAddress" || isOwnScreen(step);
}

/** For looking at a later step: its form names the flow in a field. */
export function stepPageOf({ flow, request }: OpenFlow, step: FlowState["step"]): string {
  return `${stepPath(step, request.query)}&flow=${flow.flowId}`;
}

const paths: Readonly<Record<FlowState["step"], string>> = {
  signIn: "/login",
  signUp: "/signup",
  signUpDetails: "/signup/details",
  confirm: "/confirm",
  forgotPassword: "/forgotPassword",
  resetPassword: "/confirmforgotPassword",
  signedIn: "/continue",
  addPasskey: "/passkeys/add",
  account: "/account",
  changeEmail: "/account/email",
  changePhone: "/account/phone",
  verifyAddress: "/account/verify",
  changePassword: "/account/password",
  addApp: "/account/app",
  accountPasskey: "/account/passkey",
  newPassword: "/changePassword",
  challenge: "/challenge",
  chooseFactor: "/mfa/select",
  factor: "/mfa",
  setUpApp: "/mfa/register",
};

export function restartPath(query: string): string {
  return `/oauth2/authorize?${query}`;
}

/** The same request, with a sign-in whoever is signed in. */
export function anotherAccountPath(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set("prompt", "login");
  return loginPath(parameters.toString());
}

/** The way back to the app, which is told that nobody signed in. A form_post cannot be a link. */
export function backHref(world: World, { target }: AuthorizeRequest): string | undefined {
  if (target.mode === "form_post") return undefined;
  return responseUrl(respondWithFailure(world, target, refuse("signInCancelled")));
}

/** Why somebody who was signed in here has to sign in again. */
import type { ResponseTarget } from "../oauth/authorize-response.ts";
import type { SignInAgain } from "./sign-in-again.ts";

export const sessionWords: Readonly<Record<SignInAgain, (target: ResponseTarget) => string>> = {
  idle: () => "You were signed out because this browser was not used for a while. Sign in again to go on.",
  ended: () => "Your sign-in in this browser has ended. Sign in again to go on.",
  tooOld: ({ clientName }) => `You signed in too long ago for ${clientName}. Sign in again to go on.`,
  somebodyElse: ({ clientName }) => `${clientName} expects another account than the one signed in here.`,
  sensitive: () => "This needs a sign-in of the last few minutes. Sign in again to go on.",
};

export const signOutWords = {
  button: "Sign out",
  everywhere: "Sign out everywhere",
  everywhereHint: "Everywhere means all browsers and apps of this account.",
} as const;

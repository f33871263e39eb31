/** Tells people who were signed in why they have to sign in again, unless they asked for it themselves. */
import type { World } from "../core/ports.ts";
import { type SessionEnd, type SignedInBrowser, whyNobody } from "../core/sign-in/browser-sign-in.ts";
import { personOf, whyNotEnough } from "../oauth/authorize.ts";
import { type AuthorizeRequest, isOwnScreen } from "../oauth/authorize-request.ts";

export type SignInAgain = SessionEnd | "tooOld" | "somebodyElse" | "sensitive";

/** `cookie` is the session's, whatever it still stands for. */
export async function whySignInAgain(
  world: World,
  request: AuthorizeRequest,
  signedIn: SignedInBrowser | undefined,
  cookie: string | undefined,
): Promise<SignInAgain | undefined> {
  if (signedIn === undefined) return whyNobody(world, request.pool, cookie);
  if (request.prompt === "login" && isOwnScreen(request.screen)) return "sensitive";
  const reason = await whyNotEnough(world, request, personOf(signedIn, undefined));
  // Either the person wants another account or the app wants to be sure: the page is the same. A lock is told after a try.
  return reason === "asked" || reason === "locked" ? undefined : reason;
}

/**
 * A page for people who are signed in. It begins a flow of its own, so that a bookmark, the Back button and a second
 * tab each work; whoever has to sign in for it comes back to it.
 */
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import type { AuthorizeRequest, OwnScreen } from "../oauth/authorize-request.ts";
import { signInForPath } from "./addresses.ts";
import type { OpenFlow } from "./flow.ts";
import type { OwnState } from "./own-state.ts";
import { isRecent } from "./recent-sign-in.ts";
import type { StepResult, Submission } from "./step.ts";

export interface OwnPage {
  readonly screen: OwnScreen;
  /** Does it ask for a recent sign-in (AC-10)? */
  readonly isSensitive: (signedIn: SignedInBrowser) => boolean;
  /** Undefined where there is nothing to do on it: the account page says why. */
  readonly start: (
    world: World,
    asked: AuthorizeRequest,
    signedIn: SignedInBrowser,
  ) => Promise<OwnState | undefined>;
  readonly show: (world: World, open: OpenFlow, signedIn: SignedInBrowser) => Promise<string | undefined>;
  readonly submit: (world: World, submission: Submission, signedIn: SignedInBrowser) => Promise<StepResult>;
}

/** Undefined where the person may go on: as who they are, and recently enough. */
export function signInFirst(
  world: World,
  { pool, query }: AuthorizeRequest,
  { screen, isSensitive }: Pick<OwnPage, "screen" | "isSensitive">,
  signedIn: SignedInBrowser | undefined,
): string | undefined {
  const isEnough = signedIn && (!isSensitive(signedIn) || isRecent(world, pool, signedIn));
  return isEnough ? undefined : signInForPath(screen, query);
}

/** The form is its owner's alone: not that of whoever has signed in in the browser since. */
export async function submitOwn(world: World, submission: Submission, page: OwnPage): Promise<StepResult> {
  const { open, signedIn } = submission;
  const { state, request } = open;
  if (!("sub" in state) || signedIn?.user.sub !== state.sub) return { kind: "gone" };
  const path = signInFirst(world, request, page, signedIn);
  return path === undefined ? page.submit(world, submission, signedIn) : { kind: "elsewhere", path };
}

export const always = (): boolean => true;
export const never = (): boolean => false;

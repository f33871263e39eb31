/** What a step of the flow answers with. */
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import type { Parameters } from "../oauth/parameters.ts";
import type { Finish, SignInPlace } from "./finish.ts";
import type { FlowState } from "./flow-state.ts";

export type StepResult =
  /** The same step again, or the first look at it. */
  | { readonly kind: "page"; readonly html: string }
  /** Another page of this flow is next. */
  | { readonly kind: "next"; readonly step: FlowState["step"] }
  | { readonly kind: "finished"; readonly finish: Finish }
  /** Another address of ours. */
  | { readonly kind: "elsewhere"; readonly path: string }
  /** A file for the person. */
  | { readonly kind: "download"; readonly name: string; readonly json: string }
  /** The flow cannot go on: finished elsewhere, or the person changed meanwhile. */
  | { readonly kind: "gone" };

/** The step once more, if it still has something to show. */
export function pageOrGone(html: string | undefined): StepResult {
  return html === undefined ? { kind: "gone" } : { kind: "page", html };
}

export interface Submission extends SignInPlace {
  readonly fields: Parameters;
  /** Who is signed in in this browser. */
  readonly signedIn: SignedInBrowser | undefined;
}

/** Where a person is on the hosted pages: each step with what it has to remember. The flow keeps it, and the browser sees none of it. */
import type { Sub } from "../core/ids.ts";
import type { Progress } from "../core/sign-in/sign-in.ts";
import type { OwnState } from "./own-state.ts";
import type { SignInAgain } from "./sign-in-again.ts";

export type FlowState =
  | SignInState
  | { readonly step: "signUp" }
  /** The password is sealed: it waits for the rest of the sign-up. */
  | { readonly step: "signUpDetails"; readonly name: string; readonly sealedPassword: string }
  | ConfirmState
  | { readonly step: "forgotPassword" }
  | ResetState
  | { readonly step: "signedIn"; readonly sub: Sub; readonly notice?: "passkeyAdded" }
  | OwnState
  | ({ readonly step: "newPassword" } & Passed)
  | ({ readonly step: "chooseFactor" } & Passed)
  | FactorState
  | ChallengeState
  /** `secretMark` tells the secret that was shown from any other. */
  | ({ readonly step: "setUpApp"; readonly secretMark: string } & Passed);

interface SignInState {
  readonly step: "signIn";
  /** What to say first to somebody who comes from another step, and the name they gave there. */
  readonly notice?: "passwordChanged" | "refused" | SignInAgain | undefined;
  readonly name?: string;
  /** What a passkey answers that needs no name. */
  readonly passkey?: string;
}

/** A challenge of the JSON API. Its session says whose it is and how long it lives. */
export interface ChallengeState {
  readonly step: "challenge";
  readonly challenge: PageChallenge;
  /** Sealed, and good for one right answer. */
  readonly session: string;
  /** `ChallengeParameters`. */
  readonly shown: Readonly<Record<string, string>>;
  /** How many codes have been sent. */
  readonly sent: number;
}

export type PageChallenge = "WEB_AUTHN" | "EMAIL_OTP" | "SMS_OTP" | "CUSTOM_CHALLENGE";

interface ConfirmState extends Passed {
  readonly step: "confirm";
  /** How many codes have been sent. */
  readonly sent: number;
  /** The address was typed here just now: seen whole, a slip of the finger is noticed. */
  readonly isNew?: true;
}

/** The account is whoever is called that, or nobody. */
export interface ResetState {
  readonly step: "resetPassword";
  readonly name: string;
  /** Where the code went, masked; undefined where it was sent before the flow began. */
  readonly sentTo?: string | undefined;
  /** How many codes have been sent. */
  readonly sent: number;
}

/** The second factors that the pages can ask for. */
type PageFactor = "SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_OTP";

interface FactorState extends Passed {
  readonly step: "factor";
  readonly factor: PageFactor;
  /** What the code that was sent is bound to. */
  readonly codeId: string;
  /** How many codes have been sent. */
  readonly sent: number;
}

/** Of a step after a right password: it ends earlier than its flow, and with a change of the password. */
export interface Passed {
  readonly sub: Sub;
  readonly until: number;
  readonly askedWith: string;
  readonly progress: Progress;
}

export function isPassed(state: FlowState): state is FlowState & Passed {
  return "askedWith" in state;
}

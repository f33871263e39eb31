/** What a challenge is: how it is asked, and what an answer proves. `challenges.ts` names them all. */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { Attempt, RespondAttempt } from "./attempt.ts";
import type { ChallengeSession } from "./challenge-session.ts";
import type { Challenge, SignIn } from "./sign-in.ts";

/** Makes the response that asks the challenge: its name, parameters and a new session. It may store and send things. */
export type Ask = (world: World, attempt: Attempt, signIn: SignIn) => Promise<InitiateAuthResponse>;

/** Checks an answer; throws if it is wrong. It stores nothing but the count of attempts. */
export type Answer = (world: World, attempt: RespondAttempt, answer: ChallengeAnswer) => Promise<Answered>;

export interface ChallengeAnswer {
  readonly session: ChallengeSession;
  /** The user as they are now. Undefined if the session is for a name that nobody has. */
  readonly user: User | undefined;
  readonly responses: Readonly<Record<string, string>>;
}

/** The challenges that can be asked without anything that the client would have to send first. */
export type AskedChallenge = Exclude<
  Challenge,
  "ADMIN_NO_SRP_AUTH" | "CUSTOM_CHALLENGE" | "DEVICE_PASSWORD_VERIFIER" | "PASSWORD_VERIFIER"
>;

/** What a proof uses up or changes, in one transaction; returns the user if that changed them. */
export type Use = (tables: Tables) => Promise<User | undefined>;

export type Answered =
  | { readonly kind: "proven"; readonly signIn: SignIn; readonly use?: Use }
  /** The answer chose what comes next. */
  | { readonly kind: "ask"; readonly challenge: AskedChallenge; readonly signIn: SignIn }
  /** Asks with what the client sent, or seems to ask for a name that nobody has. It may send a code: once, since the session is used up first. */
  | { readonly kind: "asking"; readonly ask: () => Promise<InitiateAuthResponse> }
  /** Asked already, because asking needed what the client sent. */
  | { readonly kind: "asked"; readonly response: InitiateAuthResponse };

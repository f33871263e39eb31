/** What a challenge is: how it is asked, and what an answer proves. `challenges.ts` names them all. */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "../users/user.ts";
import type { Attempt, RespondAttempt } from "./attempt.ts";
import type { ChallengeSession } from "./challenge-session.ts";
import type { Challenge, SignIn } from "./sign-in.ts";

/** The answer that asks it: name, parameters and a new session. It may store and send. */
export type Ask = (world: World, attempt: Attempt, signIn: SignIn) => Promise<InitiateAuthResponse>;

/** Checks an answer; throws when it is wrong. It stores nothing but the counting of tries. */
export type Answer = (world: World, attempt: RespondAttempt, answer: ChallengeAnswer) => Promise<Answered>;

export interface ChallengeAnswer {
  readonly session: ChallengeSession;
  /** As they are now. Undefined where the session is of a name nobody has. */
  readonly user: User | undefined;
  readonly responses: Readonly<Record<string, string>>;
}

/** The challenges that a sign-in can be led to without anything that the client must send first. */
export type AskedChallenge = Exclude<
  Challenge,
  "ADMIN_NO_SRP_AUTH" | "CUSTOM_CHALLENGE" | "DEVICE_PASSWORD_VERIFIER" | "PASSWORD_VERIFIER"
>;

/** What becomes used or changed by a proof, in one transaction; answers the person if they changed. */
export type Use = (tables: Tables) => Promise<User | undefined>;

export type Answered =
  | { readonly kind: "proven"; readonly signIn: SignIn; readonly use?: Use }
  /** The answer chose what comes next. */
  | { readonly kind: "ask"; readonly challenge: AskedChallenge; readonly signIn: SignIn }
  /** Asks by what the client sent, or asks nobody; and sends something, or seems to: once, since the session is used up before. */
  | { readonly kind: "asking"; readonly ask: () => Promise<InitiateAuthResponse> }
  /** Asked already, because asking needed what the client sent. */
  | { readonly kind: "asked"; readonly response: InitiateAuthResponse };

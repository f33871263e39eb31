/** A factor was chosen, at the start of a sign-in or later: asks for it, or checks it at once if the call brought what is needed. */
import type { InitiateAuthResponse } from "../../model/shapes.ts";
import type { World } from "../ports.ts";
import type { User } from "../users/user.ts";
import type { Attempt } from "./attempt.ts";
import { availableChallenges } from "./available-challenges.ts";
import type { Answered } from "./challenge.ts";
import { openSession } from "./challenge-session.ts";
import { askPasskeyOf } from "./challenges/passkey.ts";
import { askSimulatedOtp } from "./choice-simulation.ts";
import type { FirstChallenge } from "./first-challenge.ts";
import { provePassword } from "./first-factors.ts";
import type { Progress } from "./sign-in.ts";
import { askPasswordVerifier } from "./srp.ts";

export interface Choice {
  /** Undefined for a name nobody has. */
  readonly user: User | undefined;
  readonly progress: Progress;
  readonly available: readonly FirstChallenge[];
  /** What is undefined or not available leads to the choice. */
  readonly wanted: string | undefined;
  /** What came with it: a password, SRP_A. */
  readonly given: Readonly<Record<string, string>>;
}

export async function chooseFactor(world: World, attempt: Attempt, choice: Choice): Promise<Answered> {
  const { user, progress, available, given } = choice;
  const { PASSWORD: password = "", SRP_A: clientPublic = "" } = given;
  const wanted = available.find((challenge) => challenge === choice.wanted);
  if (wanted === "PASSWORD" && password !== "") {
    return provePassword(world, attempt, user, progress, password);
  }
  if (wanted === "PASSWORD_SRP" && clientPublic !== "") {
    const response = await askPasswordVerifier(world, attempt, user, progress, clientPublic);
    return { kind: "asked", response };
  }
  const challenge = wanted ?? "SELECT_CHALLENGE";
  // Asked when the session before it is used up: a code is sent, or counted for nobody, once, however often the choice is repeated.
  if (user !== undefined) return { kind: "ask", challenge, signIn: { user, progress } };
  return { kind: "asking", ask: () => askNobody(world, attempt, progress, challenge) };
}

/** Asks for what the client has yet to send: a choice, or a password. */
export async function askToChoose(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
  challenge: "PASSWORD" | "PASSWORD_SRP" | "SELECT_CHALLENGE",
): Promise<InitiateAuthResponse> {
  const { client } = attempt;
  return {
    ChallengeName: challenge,
    Session: openSession(world, { client, user, progress, challenge }),
    ChallengeParameters: {},
    ...(challenge === "SELECT_CHALLENGE" && {
      AvailableChallenges: await availableChallenges(world, attempt, user, progress.name),
    }),
  };
}

function askNobody(
  world: World,
  attempt: Attempt,
  progress: Progress,
  challenge: FirstChallenge | "SELECT_CHALLENGE",
): Promise<InitiateAuthResponse> {
  switch (challenge) {
    case "EMAIL_OTP":
    case "SMS_OTP":
      return askSimulatedOtp(world, attempt, progress, challenge);
    case "WEB_AUTHN":
      return askPasskeyOf(world, attempt, undefined, progress);
    case "PASSWORD":
    case "PASSWORD_SRP":
    case "SELECT_CHALLENGE":
      return askToChoose(world, attempt, undefined, progress, challenge);
  }
}

/** A challenge of the JSON API as a step of a flow: the call that asks it, and what waits for the answer. */
import { fail } from "../core/failures.ts";
import type { RespondAttempt } from "../core/sign-in/attempt.ts";
import type { InitiateAuthResponse } from "../model/shapes.ts";
import { discreet } from "./discreet-client.ts";
import type { SignInPlace } from "./finish.ts";
import type { FlowState, PageChallenge } from "./flow-state.ts";

export function attemptOf({ open, source: ipAddress }: SignInPlace): RespondAttempt {
  const { pool, client } = open.request;
  return { pool, client: discreet(client), door: "open", metadata: open.look.metadata, ipAddress, fail };
}

/** The state of a flow that waits for the answer. */
export function challengeState(response: InitiateAuthResponse, sent = 1): FlowState {
  const { ChallengeName, Session: session = "", ChallengeParameters: shown = {} } = response;
  if (!isPageChallenge(ChallengeName)) throw new Error(`the pages do not ask ${ChallengeName}`);
  return { step: "challenge", challenge: ChallengeName, session, shown, sent };
}

function isPageChallenge(name: string | undefined): name is PageChallenge {
  return name === "WEB_AUTHN" || name === "EMAIL_OTP" || name === "SMS_OTP" || name === "CUSTOM_CHALLENGE";
}

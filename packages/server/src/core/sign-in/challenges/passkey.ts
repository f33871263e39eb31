/** WEB_AUTHN: a passkey proves itself, as first factor or after another. */
import type { InitiateAuthResponse } from "../../../model/shapes.ts";
import { provenSecondFactor } from "../../factors/proven-second-factor.ts";
import type { Fail } from "../../failures.ts";
import { relyingPartyOf } from "../../passkeys/relying-party.ts";
import { simulatedPasskey } from "../../passkeys/simulated-passkey.ts";
import type { Pool } from "../../pools/pool.ts";
import type { World } from "../../ports.ts";
import { texts } from "../../texts.ts";
import type { User } from "../../users/user.ts";
import type { Attempt, RespondAttempt } from "../attempt.ts";
import type { Answered, ChallengeAnswer, Use } from "../challenge.ts";
import { dataOf, openSession } from "../challenge-session.ts";
import { type Attempted, countedAttempt } from "../counted-attempt.ts";
import { presumedFailure, recordFailedSignIn } from "../failed-sign-in.ts";
import { accountOf } from "../password-sign-in.ts";
import { provenFirstFactor } from "../proven-first-factor.ts";
import { passwordFailure } from "../refuse-password.ts";
import { requireParameter } from "../require-parameter.ts";
import type { Progress, SignIn } from "../sign-in.ts";

/** What the answer is held against: in the sealed session, and used up with it (AC-11). */
interface PasskeyState {
  readonly challenge: string;
}

export async function askPasskey(
  world: World,
  attempt: Attempt,
  { user, progress }: SignIn,
): Promise<InitiateAuthResponse> {
  return askPasskeyOf(world, attempt, user, progress);
}

/** `user` is undefined for a name nobody has, whom the client may not be told from somebody. */
export async function askPasskeyOf(
  world: World,
  attempt: Attempt,
  user: User | undefined,
  progress: Progress,
): Promise<InitiateAuthResponse> {
  const { pool, client, fail } = attempt;
  const relyingParty = relyingPartyOf(world, pool);
  if (relyingParty === undefined) {
    throw fail("InvalidUserPoolConfigurationException", texts.relyingPartyMissing);
  }
  const { id: relyingPartyId, userVerification } = relyingParty;
  const simulated = simulatedPasskey(world, pool, progress.name, relyingPartyId);
  const passkeys = await world.store.read.passkeys.listOfUser(pool.poolId, user?.sub ?? simulated.sub);
  const usable = passkeys.filter((passkey) => passkey.relyingPartyId === relyingPartyId);
  const allowed = user === undefined ? [simulated] : usable;
  const options = await world.passkeys.signInOptions({ relyingPartyId, userVerification, allowed });
  const data = { challenge: options.challenge } satisfies PasskeyState;
  return {
    ChallengeName: "WEB_AUTHN",
    Session: openSession(world, { client, user, progress, challenge: "WEB_AUTHN", data }),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options.document) },
  };
}

export async function answerPasskey(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
): Promise<Answered> {
  const { client, fail } = attempt;
  const { session, responses } = answer;
  const { progress } = session;
  const { challenge } = dataOf<PasskeyState>(session);
  const credential = readCredential(requireParameter(responses, "CREDENTIAL", fail), fail);
  const claim = { name: progress.name, credential, challenge };
  const tried = await countedProof(world, attempt, answer, claim);
  if (!tried.ok) {
    if (progress.firstFactor !== undefined) {
      await recordFailedSignIn(world, attempt, answer.user, progress, "Mfa");
    }
    throw passwordFailure(tried.isLocked ? "attemptsExceeded" : "wrongPassword", client, fail);
  }
  const { owner, counter, isBothFactors } = tried.found;
  const signIn =
    progress.firstFactor === undefined
      ? await provenFirstFactor(world, attempt, answer, owner, {
          firstFactor: "WEB_AUTHN",
          hasSecondFactor: isBothFactors,
        })
      : await provenSecondFactor(world, attempt, answer, owner);
  const use: Use = async ({ passkeys }) => {
    const isUsed = await passkeys.use(owner.poolId, owner.sub, credential.id, counter, world.clock.now());
    // Deleted meanwhile, or another answer counted further.
    if (!isUsed) throw passwordFailure("wrongPassword", client, fail);
    return undefined;
  };
  return { kind: "proven", signIn, use };
}

function countedProof(
  world: World,
  attempt: RespondAttempt,
  { session, user }: ChallengeAnswer,
  claim: Claim,
): Promise<Attempted<Proof>> {
  const { pool, ipAddress: source } = attempt;
  const { progress } = session;
  const account = accountOf(world, pool, progress.name, user);
  const look = () => provePasskey(world, pool, user, claim);
  const failure =
    progress.firstFactor === undefined ? presumedFailure(world, attempt, user, progress) : undefined;
  return countedAttempt(world, { poolId: pool.poolId, account, source }, look, failure);
}

interface Proof {
  readonly owner: User;
  readonly counter: number;
  readonly isBothFactors: boolean;
}

interface Claim {
  /** As it was given. */
  readonly name: string;
  readonly credential: Credential;
  readonly challenge: string;
}

/**
 * Undefined when it is not a passkey of this person, or it does not prove itself; why is for the log alone. A name nobody
 * has costs the same work, or its time would tell (HP-06).
 */
async function provePasskey(
  world: World,
  pool: Pool,
  owner: User | undefined,
  { name, credential, challenge }: Claim,
): Promise<Proof | undefined> {
  const { poolId } = pool;
  const relyingParty = relyingPartyOf(world, pool);
  if (relyingParty === undefined) return undefined;
  const { id: relyingPartyId, userVerification } = relyingParty;
  const simulated = simulatedPasskey(world, pool, name, relyingPartyId);
  const found = await world.store.read.passkeys.find(poolId, owner?.sub ?? simulated.sub, credential.id);
  const isSimulated = owner === undefined && credential.id === simulated.credentialId;
  const passkey = isSimulated ? simulated : found;
  if (passkey === undefined) return undefined;
  const isUserVerificationRequired = userVerification === "required";
  const question = { challenge, relyingPartyId, isUserVerificationRequired };
  const check = await world.passkeys.verifySignIn({ ...question, document: credential, passkey });
  if (!check.ok) world.log.info({ poolId, cause: check.cause }, "a passkey was refused");
  if (!check.ok || owner === undefined) return undefined;
  return { owner, counter: check.counter, isBothFactors: relyingParty.isMultiFactor && check.isUserVerified };
}

interface Credential {
  readonly id: string;
}

/** The rest of it is read by the adapter. */
function readCredential(text: string, fail: Fail<"InvalidParameterException">): Credential {
  const document = parse(text);
  if (typeof document === "object" && document !== null && "id" in document) {
    const { id } = document;
    if (typeof id === "string") return { ...document, id };
  }
  throw fail("InvalidParameterException", texts.credentialUnreadable);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

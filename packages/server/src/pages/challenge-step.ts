/** The step of a challenge: a passkey, a code instead of a password, or a question that the pool's own triggers ask. */
import { ApiFailure } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { availableChallenges } from "../core/sign-in/available-challenges.ts";
import {
  type ChallengeSession,
  passwordMark,
  readSession,
  useSession,
} from "../core/sign-in/challenge-session.ts";
import { answers } from "../core/sign-in/challenges.ts";
import { chooseFactor } from "../core/sign-in/choose-factor.ts";
import type { User } from "../core/users/user.ts";
import { loginPath } from "./addresses.ts";
import { follow } from "./challenge.ts";
import { attemptOf } from "./challenge-state.ts";
import { missingAnswer, refusedAnswer } from "./challenge-words.ts";
import { mostCodesSent } from "./code-field.ts";
import { type OpenFlow, stepTo } from "./flow.ts";
import type { ChallengeState } from "./flow-state.ts";
import { pageFrame } from "./page-frame.ts";
import { pageOrGone, type StepResult, type Submission } from "./step.ts";
import { renderChallenge } from "./views/challenge.tsx";
import type { FormError } from "./views/form.tsx";
import { passkeyOffer } from "./ways.ts";

export async function showChallenge(world: World, open: OpenFlow): Promise<string | undefined> {
  return render(world, open, []);
}

export async function submitChallenge(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { state } = open;
  if (state.step !== "challenge") return { kind: "gone" };
  const asked = await findAsked(world, submission, state);
  if (asked === undefined) return { kind: "gone" };
  if (fields["resend"] !== undefined) return resend(world, submission, state, asked);
  const answer = fields["code"] ?? fields["credential"] ?? fields["answer"];
  if (answer === undefined) return page(world, open, [missingAnswer(open.look.words, state.challenge)]);
  return state.challenge === "CUSTOM_CHALLENGE"
    ? answerOnce(world, submission, asked, answer)
    : answerAgain(world, submission, state, asked, answer);
}

interface Asked {
  readonly session: ChallengeSession;
  /** Undefined for a name nobody has. */
  readonly user: User | undefined;
}

/** Undefined when it took too long, or the person is gone or has another password by now. */
async function findAsked(
  world: World,
  submission: Submission,
  { challenge, session: text }: ChallengeState,
): Promise<Asked | undefined> {
  const { pool, client, fail } = attemptOf(submission);
  try {
    const session = readSession(world, client, challenge, text, fail);
    if (session.sub === undefined) return { session, user: undefined };
    const user = await world.store.read.users.find(pool.poolId, session.sub);
    const isSame = user !== undefined && passwordMark(world, user) === session.passwordMark;
    return isSame ? { session, user } : undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return undefined;
    throw error;
  }
}

/** A code or a passkey: a wrong one may be followed by a right one. */
async function answerAgain(
  world: World,
  submission: Submission,
  { challenge }: ChallengeState,
  asked: Asked,
  answer: string,
): Promise<StepResult> {
  const attempt = attemptOf(submission);
  const name = challenge === "WEB_AUTHN" ? "CREDENTIAL" : `${challenge}_CODE`;
  const responses = { [name]: challenge === "WEB_AUTHN" ? answer : answer.replaceAll(" ", "") };
  try {
    const answered = await answers[challenge](world, attempt, { ...asked, responses });
    return await follow(world, submission, answered, async (tables) => {
      await useSession(tables, attempt.client, asked.session, attempt.fail);
    });
  } catch (error) {
    if (error instanceof ApiFailure)
      return page(world, submission.open, [refusedAnswer(submission.open.look.words, error, challenge)]);
    throw error;
  }
}

/** The triggers are told of wrong answers too, and may end the sign-in for one: so the session is used up first. */
async function answerOnce(
  world: World,
  submission: Submission,
  asked: Asked,
  ANSWER: string,
): Promise<StepResult> {
  const attempt = attemptOf(submission);
  const { client, fail } = attempt;
  const moved = await stepTo(world, submission.open, submission.open.state, (tables) =>
    useSession(tables, client, asked.session, fail),
  );
  const place = { ...submission, open: moved };
  try {
    const answered = await answers.CUSTOM_CHALLENGE(world, attempt, { ...asked, responses: { ANSWER } });
    return await follow(world, place, answered);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const name = asked.session.progress.name;
    const refused = {
      step: "signIn",
      notice: "refused",
      name,
      ...passkeyOffer(world, moved.request),
    } as const;
    await stepTo(world, moved, refused);
    return { kind: "next", step: "signIn" };
  }
}

/** The flow moves first, so that a form sent twice sends one code. */
async function resend(
  world: World,
  submission: Submission,
  state: ChallengeState,
  { session, user }: Asked,
): Promise<StepResult> {
  const { challenge, sent } = state;
  if (challenge !== "EMAIL_OTP" && challenge !== "SMS_OTP") return { kind: "gone" };
  if (sent >= mostCodesSent)
    return page(world, submission.open, [{ message: submission.open.look.words.refusals.tooManyCodes }]);
  const { progress } = session;
  const attempt = attemptOf(submission);
  const available = await availableChallenges(world, attempt, user, progress.name);
  // Meanwhile the pool has taken the way back, or the person the address, or they owe a second factor that no code goes with.
  if (!available.includes(challenge)) return { kind: "gone" };
  const open = await stepTo(world, submission.open, state);
  const place = { ...submission, open };
  try {
    const choice = { user, progress, available, wanted: challenge, given: {} };
    return await follow(
      world,
      place,
      await chooseFactor(world, attempt, choice),
      async () => undefined,
      sent + 1,
    );
  } catch (error) {
    if (error instanceof ApiFailure)
      return page(world, open, [refusedAnswer(open.look.words, error, challenge)]);
    throw error;
  }
}

function page(world: World, open: OpenFlow, errors: readonly FormError[]): StepResult {
  return pageOrGone(render(world, open, errors));
}

function render(world: World, open: OpenFlow, errors: readonly FormError[]): string | undefined {
  const { state, request } = open;
  if (state.step !== "challenge") return undefined;
  const { challenge, shown, sent } = state;
  const { USERNAME: _, CREDENTIAL_REQUEST_OPTIONS: options = "{}", ...others } = shown;
  return renderChallenge({
    ...pageFrame(world, open),
    challenge,
    options,
    sentTo: shown["CODE_DELIVERY_DESTINATION"] ?? "",
    isSentAgain: sent > 1,
    questions: challenge === "CUSTOM_CHALLENGE" ? Object.entries(others) : [],
    errors,
    signInHref: loginPath(request.query),
  });
}

/** EMAIL_OTP, SMS_OTP, SMS_MFA: a code that was sent. It is the second factor, or in a choice-based sign-in the first. */
import type { InitiateAuthResponse } from "../../../model/shapes.ts";
import { provenSecondFactor } from "../../factors/proven-second-factor.ts";
import { type NewEmail, newEmailOf, saveNewEmail } from "../../factors/set-up-email.ts";
import {
  checkSignInCode,
  contactOfFactor,
  prepareSignInCode,
  storeSignInCode,
  useSignInCode,
  verifyContact,
} from "../../factors/sign-in-code.ts";
import type { ApiFailure } from "../../failures.ts";
import { type Contact, deliveryDetails } from "../../messages/contact.ts";
import type { World } from "../../ports.ts";
import { texts } from "../../texts.ts";
import type { User } from "../../users/user.ts";
import type { Attempt, RespondAttempt } from "../attempt.ts";
import type { Answer, Answered, Ask, ChallengeAnswer, Use } from "../challenge.ts";
import { type ChallengeSession, openSession } from "../challenge-session.ts";
import type { CodeCheck } from "../check-code.ts";
import { countedAttempt } from "../counted-attempt.ts";
import { presumedFailure, recordFailedSignIn } from "../failed-sign-in.ts";
import { accountOf } from "../password-sign-in.ts";
import { provenFirstFactor } from "../proven-first-factor.ts";
import { passwordFailure } from "../refuse-password.ts";
import { requireParameter } from "../require-parameter.ts";
import type { Progress, SignIn } from "../sign-in.ts";
import type { VerificationCode } from "../verification-code.ts";

type CodeChallenge = "EMAIL_OTP" | "SMS_MFA" | "SMS_OTP";

export const askEmailOtp = asking("EMAIL_OTP");
export const askSmsOtp = asking("SMS_OTP");
export const askSmsMfa = asking("SMS_MFA");

export const answerEmailOtp = answering("EMAIL_OTP");
export const answerSmsOtp = answering("SMS_OTP");
export const answerSmsMfa = answering("SMS_MFA");

/** Of MFA_SETUP: the address that the code goes to will be the person's when it comes back. */
export function askNewEmail(
  world: World,
  attempt: Attempt,
  signIn: SignIn,
  data: NewEmail,
): Promise<InitiateAuthResponse> {
  const contact = { attribute: "email", medium: "EMAIL", to: data.newEmail } as const;
  return sendCode(world, attempt, signIn, "EMAIL_OTP", contact, { ...data });
}

function asking(challenge: CodeChallenge): Ask {
  return async (world, attempt, signIn) => {
    const contact = contactOfFactor(signIn.user, challenge);
    // Whoever leads here has seen an address, so it was taken away this moment.
    if (contact === undefined) {
      throw attempt.fail("InvalidParameterException", texts.mfaNotConfigured(challenge));
    }
    return sendCode(world, attempt, signIn, challenge, contact, {});
  };
}

async function sendCode(
  world: World,
  { pool, client, metadata, ipAddress, fail }: Attempt,
  { user, progress }: SignIn,
  challenge: CodeChallenge,
  contact: Contact,
  data: ChallengeSession["data"],
): Promise<InitiateAuthResponse> {
  const id = world.random.orderedUuid(world.clock.now());
  const request = { pool, client, user, contact, sessionId: id, metadata, fail };
  const code = await prepareSignInCode(world, request);
  await world.store.write((tables) => storeSignInCode(world, tables, code, ipAddress, fail));
  const { Destination = "", DeliveryMedium = "" } = deliveryDetails(contact);
  return {
    ChallengeName: challenge,
    Session: openSession(world, { client, user, progress, challenge, id, data }),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
      CODE_DELIVERY_DESTINATION: Destination,
      ...(!isFirstFactor(progress) && { USER_ID_FOR_SRP: user.username }),
    },
  };
}

function answering(challenge: CodeChallenge): Answer {
  return async (world, attempt, answer) => {
    const code = requireParameter(answer.responses, `${challenge}_CODE`, attempt.fail);
    const contact = contactOfAnswer(answer, challenge);
    const check = await checkAnswer(world, attempt, answer, contact, code);
    if (!check.ok) throw await codeFailure(world, attempt, answer, check.cause);
    return proven(world, attempt, answer, challenge, check);
  };
}

type AnswerCheck =
  | Extract<CodeCheck, { ok: false }>
  | { readonly ok: true; readonly row: VerificationCode; readonly user: User; readonly contact: Contact };

/** Every code is wrong for a name nobody has, and for an address that is gone; it is counted all the same. */
async function checkAnswer(
  world: World,
  attempt: RespondAttempt,
  { user, session }: ChallengeAnswer,
  contact: Contact | undefined,
  code: string,
): Promise<AnswerCheck> {
  const { poolId } = attempt.pool;
  const { ipAddress: source } = attempt;
  const { progress } = session;
  const alongside = isFirstFactor(progress) ? presumedFailure(world, attempt, user, progress) : undefined;
  if (user === undefined || contact === undefined) {
    const account = accountOf(world, attempt.pool, progress.name, user);
    const guess = { poolId, account, source };
    const tried = await countedAttempt(world, guess, async () => undefined, alongside);
    return { ok: false, cause: !tried.ok && tried.isLocked ? "attemptsExceeded" : "mismatch" };
  }
  const sent = { contact, sessionId: session.id };
  const check = await checkSignInCode(world, user, sent, { code, source }, alongside);
  return check.ok ? { ...check, user, contact } : check;
}

async function codeFailure(
  world: World,
  attempt: RespondAttempt,
  { user, session }: ChallengeAnswer,
  cause: Extract<CodeCheck, { ok: false }>["cause"],
): Promise<ApiFailure> {
  const { client, fail } = attempt;
  if (cause === "attemptsExceeded") return passwordFailure(cause, client, fail);
  if (!isFirstFactor(session.progress)) {
    await recordFailedSignIn(world, attempt, user, session.progress, "Mfa");
  }
  return cause === "expired"
    ? fail("ExpiredCodeException", texts.codeExpired)
    : fail("CodeMismatchException", texts.codeMismatch);
}

async function proven(
  world: World,
  attempt: RespondAttempt,
  answer: ChallengeAnswer,
  challenge: CodeChallenge,
  { row, user, contact }: Extract<AnswerCheck, { ok: true }>,
): Promise<Answered> {
  const { pool, ipAddress, fail } = attempt;
  const isNew = newEmailOf(answer.session) !== undefined;
  const use: Use = async (tables) => {
    const isFirst = await useSignInCode(tables, row, ipAddress);
    if (!isFirst) throw fail("CodeMismatchException", texts.codeMismatch);
    return isNew
      ? saveNewEmail(world, tables, attempt, user, contact.to)
      : verifyContact(tables, pool, user, contact, world.clock.now());
  };
  const isSecond = challenge === "SMS_MFA" || !isFirstFactor(answer.session.progress);
  const signIn = isSecond
    ? await provenSecondFactor(world, attempt, answer, user)
    : await provenFirstFactor(world, attempt, answer, user, { firstFactor: challenge });
  return { kind: "proven", signIn, use };
}

/** The address that the code went to: the person's, or the one that MFA_SETUP is about to make theirs. */
function contactOfAnswer({ user, session }: ChallengeAnswer, challenge: CodeChallenge): Contact | undefined {
  const to = newEmailOf(session);
  if (to !== undefined) return { attribute: "email", medium: "EMAIL", to };
  return user && contactOfFactor(user, challenge);
}

function isFirstFactor({ firstFactor }: Progress): boolean {
  return firstFactor === undefined;
}

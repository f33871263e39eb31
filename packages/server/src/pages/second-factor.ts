/** What follows a right first factor: the second one, as the JSON API asks for it too, or the end. */
import { openSecret, sealSecret } from "../core/factors/check-software-token.ts";
import type { MfaKind } from "../core/factors/mfa-preference.ts";
import { choicesOf, secondFactorOf } from "../core/factors/second-factor.ts";
import { contactOfFactor, prepareSignInCode, storeSignInCode } from "../core/factors/sign-in-code.ts";
import { fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { sessionLifetimeMs } from "../core/sign-in/challenge-session.ts";
import { askPasskey } from "../core/sign-in/challenges/passkey.ts";
import type { SignIn } from "../core/sign-in/sign-in.ts";
import type { Tables } from "../core/tables.ts";
import type { User } from "../core/users/user.ts";
import { attemptOf, challengeState } from "./challenge-state.ts";
import { finishSignIn, type SignInPlace } from "./finish.ts";
import { moveOn, type OpenFlow, passedBy } from "./flow.ts";
import { secondFactorNotHere } from "./refusal-words.ts";
import type { StepResult } from "./step.ts";

/** Somebody needs longer to set up an app than to read a code. */
const setUpMs = 15 * 60_000;

export type Save = (tables: Tables) => Promise<User>;

/**
 * `save` is what else changes about the person, in the transaction of whatever comes next. Throws `ApiFailure` where the pages cannot ask for what is owed.
 */
export async function proceed(
  world: World,
  place: SignInPlace,
  signIn: SignIn,
  save: Save = async () => signIn.user,
): Promise<StepResult> {
  const { pool } = place.open.request;
  // A passkey may have been both.
  if (signIn.progress.hasSecondFactor) {
    return { kind: "finished", finish: await finishSignIn(world, place, signIn, save) };
  }
  const owed = await secondFactorOf(world.store.read, pool, signIn.user);
  if (owed.kind === "none") {
    return { kind: "finished", finish: await finishSignIn(world, place, signIn, save) };
  }
  if (owed.kind === "setUp") return startSetUp(world, place, signIn, owed.factors, save);
  const [first, ...others] = choicesOf(owed);
  if (first === undefined) throw fail("NotAuthorizedException", secondFactorNotHere);
  return others.length === 0
    ? askFactor(world, place, signIn, first, save)
    : askToChoose(world, place, signIn, save);
}

/** `sent` counts the codes of this sign-in, this one included. */
export async function askFactor(
  world: World,
  place: SignInPlace,
  signIn: SignIn,
  factor: MfaKind,
  save: Save = async () => signIn.user,
  sent = 1,
): Promise<StepResult> {
  if (factor === "WEB_AUTHN") return askPasskeyToo(world, place, signIn, save);
  const { pool, client } = place.open.request;
  const { user } = signIn;
  const codeId = world.random.uuid();
  const contact = factor === "SOFTWARE_TOKEN_MFA" ? undefined : contactOfFactor(user, factor);
  const request = { pool, client, user, sessionId: codeId, metadata: place.open.look.metadata, fail };
  const code = contact && (await prepareSignInCode(world, { ...request, contact }));
  const until = world.clock.now() + sessionLifetimeMs(client);
  const state = { step: "factor", factor, codeId, sent, ...passedBy(world, signIn, until) } as const;
  await moveOn(world, place, signIn, state, async (tables) => {
    await save(tables);
    if (code !== undefined) await storeSignInCode(world, tables, code, place.source, fail);
  });
  return { kind: "next", step: "factor" };
}

/** The secret that the person's app takes in: undefined when another sign-in has replaced it. */
export async function secretOfSetUp(world: World, { state, request }: OpenFlow): Promise<string | undefined> {
  if (state.step !== "setUpApp" && state.step !== "addApp") return undefined;
  const person = { poolId: request.pool.poolId, sub: state.sub };
  const token = await world.store.read.softwareTokens.find(person.poolId, person.sub);
  const sealed = token?.sealedPendingSecret;
  if (sealed === undefined || world.digests.sha256(sealed) !== state.secretMark) return undefined;
  return openSecret(world, person, sealed);
}

async function askPasskeyToo(
  world: World,
  place: SignInPlace,
  signIn: SignIn,
  save: Save,
): Promise<StepResult> {
  const response = await askPasskey(world, attemptOf(place), signIn);
  await moveOn(world, place, signIn, challengeState(response), save);
  return { kind: "next", step: "challenge" };
}

async function askToChoose(
  world: World,
  place: SignInPlace,
  signIn: SignIn,
  save: Save,
): Promise<StepResult> {
  const until = world.clock.now() + sessionLifetimeMs(place.open.request.client);
  const state = { step: "chooseFactor", ...passedBy(world, signIn, until) } as const;
  await moveOn(world, place, signIn, state, save);
  return { kind: "next", step: "chooseFactor" };
}

async function startSetUp(
  world: World,
  place: SignInPlace,
  signIn: SignIn,
  factors: readonly MfaKind[],
  save: Save,
): Promise<StepResult> {
  const { user } = signIn;
  if (!factors.includes("SOFTWARE_TOKEN_MFA")) throw fail("NotAuthorizedException", secondFactorNotHere);
  const sealed = sealSecret(world, user, world.oneTimePasswords.newSecret());
  const secretMark = world.digests.sha256(sealed);
  const until = world.clock.now() + setUpMs;
  const state = { step: "setUpApp", secretMark, ...passedBy(world, signIn, until) } as const;
  await moveOn(world, place, signIn, state, async (tables) => {
    await save(tables);
    await tables.softwareTokens.putPending(user.poolId, user.sub, sealed);
  });
  return { kind: "next", step: "setUpApp" };
}

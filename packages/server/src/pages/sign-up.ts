/** Creates an account on the pages: by SignUp's rules, and in the same transaction the flow moves on to the confirmation. */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { announceSignIn } from "../core/sign-in/first-factors.ts";
import { withFirstFactor } from "../core/sign-in/proven-first-factor.ts";
import { newProgress, type SignIn } from "../core/sign-in/sign-in.ts";
import type { Attributes } from "../core/users/attributes.ts";
import { signUp } from "../core/users/sign-up.ts";
import type { User } from "../core/users/user.ts";
import { showConfirm } from "./confirm-page.ts";
import { advanceFlow, type OpenFlow, passedBy, stepTo } from "./flow.ts";
import { refusalWords } from "./refusal-words.ts";
import { proceed } from "./second-factor.ts";
import { pageOrGone, type StepResult, type Submission } from "./step.ts";

export interface NewAccount {
  readonly name: string;
  readonly password: string;
  readonly attributes: Attributes;
}

/** Throws `ApiFailure` while there is no account. */
export async function createAccount(
  world: World,
  submission: Submission,
  { name, password, attributes }: NewAccount,
): Promise<StepResult> {
  const { open, source: ipAddress } = submission;
  const { pool, client } = open.request;
  const call = {
    pool,
    client,
    name,
    password,
    attributes,
    validationData: {},
    metadata: open.look.metadata,
    ipAddress,
    fail,
  };
  let made: { readonly open: OpenFlow; readonly signIn: SignIn } | undefined;
  try {
    await signUp(world, call, async (tables, user) => {
      const signIn = provenByChoice(world, user, name);
      const state = { ...confirmState(world, open, signIn), isNew: true } as const;
      await advanceFlow(tables, open, state);
      return () => {
        made = { open: { ...open, state, flow: { ...open.flow, version: open.flow.version + 1 } }, signIn };
      };
    });
    if (made === undefined) throw new Error("the account was made without its flow");
    if (made.signIn.user.status !== "CONFIRMED") return { kind: "next", step: "confirm" };
    return await signInConfirmed(world, { ...submission, open: made.open }, made.signIn);
  } catch (error) {
    if (made === undefined || !(error instanceof ApiFailure)) throw error;
    // The account stands: what failed came after the commit.
    const problem = { message: refusalWords(open.look.words, error) };
    return pageOrGone(await showConfirm(world, made.open, [problem]));
  }
}

/** To the confirmation of an account whose password has just been proved right. */
export async function askForConfirmation(world: World, open: OpenFlow, signIn: SignIn): Promise<StepResult> {
  await stepTo(world, open, confirmState(world, open, signIn));
  return { kind: "next", step: "confirm" };
}

/** As by a password that was right: triggers may deny, and a second factor may be owed. Throws `ApiFailure`. */
export async function signInConfirmed(
  world: World,
  submission: Submission,
  signIn: SignIn,
): Promise<StepResult> {
  const { pool, client } = submission.open.request;
  const attempt = { pool, client, metadata: submission.open.look.metadata, fail };
  await announceSignIn(world, attempt, signIn.progress.name, signIn.user);
  return proceed(world, submission, signIn);
}

/** Whoever chose a password here need not type it again. */
export function provenByPassword(signIn: SignIn): SignIn {
  return withFirstFactor(signIn, { firstFactor: "PASSWORD" });
}

export function sealPassword(world: World, open: OpenFlow, password: string): string {
  return world.sealing.seal(purpose(open), password);
}

/** Undefined when the master key that sealed it has been retired meanwhile. */
export function openPassword(world: World, open: OpenFlow, sealed: string): string | undefined {
  return world.sealing.open(purpose(open), sealed);
}

function provenByChoice(world: World, user: User, name: string): SignIn {
  return provenByPassword({ user, progress: newProgress(world, "PASSWORD", name, {}) });
}

function confirmState(world: World, { flow }: OpenFlow, signIn: SignIn) {
  return { step: "confirm", sent: 1, ...passedBy(world, signIn, flow.expiresAt) } as const;
}

function purpose({ flow }: OpenFlow): string {
  return `sign-up password ${flow.poolId} ${flow.flowId}`;
}

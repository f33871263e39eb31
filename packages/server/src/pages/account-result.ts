/** How an action of the account page ends. */
import { ApiFailure } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import type { Tables } from "../core/tables.ts";
import type { Words } from "../languages/en.ts";
import { showAccount } from "./account-page.ts";
import { advanceFlow, type OpenFlow, requireUnmoved, stepTo } from "./flow.ts";
import type { FlowState } from "./flow-state.ts";
import type { AccountNotice } from "./own-state.ts";
import { refusalWords } from "./refusal-words.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";

export type Act = (world: World, submission: Submission, signedIn: SignedInBrowser) => Promise<StepResult>;

/** A form sent twice leads to the same page. */
export async function done(world: World, open: OpenFlow, notice: AccountNotice): Promise<StepResult> {
  await stepTo(world, open, accountState(open, notice));
  return { kind: "next", step: "account" };
}

/** The same, in the transaction that does what the notice says. */
export async function doneWithin(tables: Tables, open: OpenFlow, notice: AccountNotice): Promise<void> {
  await advanceFlow(tables, open, accountState(open, notice));
}

export async function again(
  world: World,
  { open, fields }: Submission,
  signedIn: SignedInBrowser,
  errors: readonly FormError[],
): Promise<StepResult> {
  return { kind: "page", html: await showAccount(world, open, signedIn, errors, fields) };
}

/**
 * What `work` leads to, or what the page says if a rule refuses it. A form that was sent twice may be refused for what its twin has
 * done: then `FlowAlreadyFinished` leads to where that one led.
 */
export async function unlessRefused(
  world: World,
  open: OpenFlow,
  work: () => Promise<StepResult>,
  say: (refusal: ApiFailure) => StepResult | Promise<StepResult>,
): Promise<StepResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    await requireUnmoved(world, open);
    return say(error);
  }
}

/** What the rules say for apps, in words for people. */
export function ownRefusal(words: Words, error: ApiFailure): FormError {
  return { message: refusalWords(words, error) };
}

function accountState({ state }: OpenFlow, notice: AccountNotice): FlowState {
  if (!("sub" in state)) throw new Error("the step is nobody's own");
  return { step: "account", sub: state.sub, notice };
}

/** The step for people with several second factors and no preferred one. */
import type { MfaKind } from "../core/factors/mfa-preference.ts";
import { choicesOf, secondFactorOf } from "../core/factors/second-factor.ts";
import { ApiFailure } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { loginPath } from "./addresses.ts";
import { factorName } from "./factor-words.ts";
import { findPassed, type OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { refusalWords } from "./refusal-words.ts";
import { askFactor } from "./second-factor.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderChooseFactor } from "./views/choose-factor.tsx";
import type { FormError } from "./views/form.tsx";

/** Undefined when the person is gone, or changed meanwhile. */
export async function showChooseFactor(world: World, open: OpenFlow): Promise<string | undefined> {
  const user = await findPassed(world, open, "CONFIRMED");
  return user && render(world, open, await factorsOf(world, open, user), []);
}

export async function submitChooseFactor(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { state } = open;
  const user = await findPassed(world, open, "CONFIRMED");
  if (user === undefined || state.step !== "chooseFactor") return { kind: "gone" };
  const factors = await factorsOf(world, open, user);
  const again = (message: string): StepResult => {
    return { kind: "page", html: render(world, open, factors, [{ message }]) };
  };
  const chosen = factors.find((factor) => factor === fields["factor"]);
  if (chosen === undefined) return again(open.look.words.refusals.chooseOne);
  try {
    return await askFactor(world, submission, { user, progress: state.progress }, chosen);
  } catch (error) {
    if (error instanceof ApiFailure) return again(refusalWords(open.look.words, error));
    throw error;
  }
}

/** Found anew: they may have changed since. */
async function factorsOf(world: World, { request }: OpenFlow, user: User): Promise<readonly MfaKind[]> {
  return choicesOf(await secondFactorOf(world.store.read, request.pool, user));
}

function render(
  world: World,
  open: OpenFlow,
  factors: readonly MfaKind[],
  errors: readonly FormError[],
): string {
  return renderChooseFactor({
    ...pageFrame(world, open),
    factors: factors.map((value) => ({ value, name: factorName(open.look.words, value) })),
    errors,
    signInHref: loginPath(open.request.query),
  });
}

/** The step for people who have signed up and are not confirmed: by a code, a link, or an administrator. */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { texts } from "../core/texts.ts";
import { confirmSignUp } from "../core/users/confirm-sign-up.ts";
import { resendConfirmationCode } from "../core/users/resend-confirmation-code.ts";
import { isAcceptableCode } from "./acceptable.ts";
import { typedCode } from "./code-field.ts";
import { confirmsBy, findConfirming, showConfirm } from "./confirm-page.ts";
import { refusedCode } from "./factor-words.ts";
import { type OpenFlow, stepTo } from "./flow.ts";
import { refusalWords } from "./refusal-words.ts";
import { signInConfirmed } from "./sign-up.ts";
import { pageOrGone, type StepResult, type Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";

export async function submitConfirm(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { words } = open.look;
  const user = await findConfirming(world, open);
  if (user === undefined || open.state.step !== "confirm") return { kind: "gone" };
  const by = confirmsBy(open, user);
  try {
    if (by === "code") {
      const code = typedCode(fields);
      if (code === "") return await page(world, open, { field: "code", message: words.fields.codeMissing });
      await confirm(world, submission, code);
    } else if (by !== "nothing") {
      return await page(world, open, { message: words.refusals[stillUnconfirmed[by]] });
    }
    return await signIn(world, submission);
  } catch (error) {
    if (error instanceof ApiFailure) return page(world, open, wordsOf(open, error));
    throw error;
  }
}

/** Another code. The flow moves first, so that a form sent twice sends one. */
export async function submitResend(world: World, submission: Submission): Promise<StepResult> {
  const { open } = submission;
  const { pool, client } = open.request;
  const user = await findConfirming(world, open);
  if (user === undefined || open.state.step !== "confirm") return { kind: "gone" };
  if (user.status === "CONFIRMED") return { kind: "next", step: "confirm" };
  const { sent } = open.state;
  const moved = await stepTo(world, open, { ...open.state, sent: sent + 1 });
  const call = {
    pool,
    client,
    name: user.username,
    metadata: open.look.metadata,
    ipAddress: submission.source,
    fail,
  };
  try {
    await resendConfirmationCode(world, call);
    return { kind: "next", step: "confirm" };
  } catch (error) {
    if (error instanceof ApiFailure) return page(world, moved, wordsOf(open, error));
    throw error;
  }
}

async function confirm(world: World, { open, source: ipAddress }: Submission, code: string): Promise<void> {
  const { pool, client } = open.request;
  const user = await findConfirming(world, open);
  if (user?.status !== "UNCONFIRMED") return;
  if (!isAcceptableCode(code)) throw fail("CodeMismatchException", texts.codeMismatch);
  const call = { pool, client, name: user.username, metadata: open.look.metadata, ipAddress, fail };
  await confirmSignUp(world, { ...call, code, forceAliasCreation: false, session: undefined });
}

/** Found anew: confirmed by now. */
async function signIn(world: World, submission: Submission): Promise<StepResult> {
  const { open } = submission;
  const user = await findConfirming(world, open);
  if (user?.status !== "CONFIRMED" || open.state.step !== "confirm") return { kind: "gone" };
  return signInConfirmed(world, submission, { user, progress: open.state.progress });
}

async function page(world: World, open: OpenFlow, error: FormError): Promise<StepResult> {
  return pageOrGone(await showConfirm(world, open, [error]));
}

const stillUnconfirmed = {
  link: "stillUnconfirmedByLink",
  administrator: "stillUnconfirmed",
} as const;

function wordsOf({ look: { words } }: OpenFlow, error: ApiFailure): FormError {
  const { exception } = error;
  if (exception === "LimitExceededException") return { message: words.refusals.attemptsExceeded };
  if (exception === "AliasExistsException") return { message: words.fields.addressTaken };
  return refusedCode(words, error) ?? { message: refusalWords(words, error) };
}

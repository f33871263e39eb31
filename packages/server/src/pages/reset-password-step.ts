/** The code for a new password comes back with the password. Nobody is signed in by it: the sign-in follows (AC-09). */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { confirmForgotPassword } from "../core/users/confirm-forgot-password.ts";
import { forgotPassword } from "../core/users/forgot-password.ts";
import { isTriggerException } from "../oauth/trigger-refusals.ts";
import { isAcceptableCode } from "./acceptable.ts";
import { loginPath } from "./addresses.ts";
import { typedCode } from "./code-field.ts";
import { discreet } from "./discreet-client.ts";
import { refusedCode } from "./factor-words.ts";
import { advanceFlow, type OpenFlow, requireUnmoved, stepTo } from "./flow.ts";
import type { ResetState } from "./flow-state.ts";
import { nameField } from "./name-field.ts";
import { newPasswordProblems, passwordRefusal, passwordRulesOf } from "./new-password-fields.ts";
import { pageFrame } from "./page-frame.ts";
import { refusalWords } from "./refusal-words.ts";
import { pageOrGone, type StepResult, type Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderResetPassword } from "./views/reset-password.tsx";
import { passkeyOffer } from "./ways.ts";

/** `name` is the account's: its password was right, but has been reset, and the code has been sent. */
export async function askForReset(world: World, open: OpenFlow, name: string): Promise<StepResult> {
  await stepTo(world, open, { step: "resetPassword", name, sent: 1 });
  return { kind: "next", step: "resetPassword" };
}

export async function showResetPassword(world: World, open: OpenFlow): Promise<string | undefined> {
  return render(world, open, []);
}

export async function submitResetPassword(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { state, request } = open;
  const { words } = open.look;
  if (state.step !== "resetPassword") return { kind: "gone" };
  if (fields["resend"] !== undefined) return resend(world, submission, state);
  const code = typedCode(fields);
  const problems: FormError[] = code === "" ? [{ field: "code", message: words.fields.codeMissing }] : [];
  problems.push(...newPasswordProblems(words, fields));
  if (problems.length > 0) return page(world, open, problems, code.slice(0, longestCode));
  if (!isAcceptableCode(code))
    return page(world, open, [{ field: "code", message: words.refusals.codeMismatch }]);
  const { newPassword: password = "" } = fields;
  const offer = passkeyOffer(world, request);
  const next = { step: "signIn", notice: "passwordChanged", name: state.name, ...offer } as const;
  try {
    // One transaction: a form sent twice leads to where the first one led.
    await confirmForgotPassword(world, { ...callOf(submission, state), code, password }, (tables) =>
      advanceFlow(tables, open, next),
    );
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    // The one trigger runs after the commit: the password is the new one by then.
    if (!isTriggerException(error.exception)) {
      await requireUnmoved(world, open);
      return page(world, open, [wordsOf(open, error)], isAboutPassword(open, error) ? code : undefined);
    }
  }
  return { kind: "next", step: "signIn" };
}

/** The flow moves first, so that a form sent twice sends one code. */
async function resend(world: World, submission: Submission, state: ResetState): Promise<StepResult> {
  const { open } = submission;
  const moved = await stepTo(world, open, { ...state, sent: state.sent + 1 });
  try {
    await forgotPassword(world, callOf(submission, state));
    return { kind: "next", step: "resetPassword" };
  } catch (error) {
    if (error instanceof ApiFailure) return page(world, moved, [wordsOf(open, error)]);
    throw error;
  }
}

/** What both operations are told. */
function callOf({ open, source: ipAddress }: Submission, { name }: ResetState) {
  const { pool, client } = open.request;
  return { pool, client: discreet(client), name, metadata: open.look.metadata, ipAddress, fail };
}

function page(
  world: World,
  open: OpenFlow,
  errors: readonly FormError[],
  code?: string | undefined,
): StepResult {
  return pageOrGone(render(world, open, errors, code));
}

const longestCode = 16;

function isAboutPassword({ look }: OpenFlow, error: ApiFailure): boolean {
  return passwordRefusal(look.words, error) !== undefined;
}

function render(
  world: World,
  open: OpenFlow,
  errors: readonly FormError[],
  code?: string | undefined,
): string | undefined {
  const { state, request } = open;
  if (state.step !== "resetPassword") return undefined;
  return renderResetPassword({
    ...pageFrame(world, open),
    nameLabel: nameField(open.look, request.pool).label,
    username: state.name,
    sentTo: state.sentTo,
    isSentAgain: state.sent > 1,
    code,
    passwordRules: passwordRulesOf(request.pool),
    errors,
    signInHref: loginPath(request.query),
  });
}

function wordsOf({ look: { words } }: OpenFlow, error: ApiFailure): FormError {
  const isLimit = error.exception === "LimitExceededException";
  if (isLimit) return { message: words.refusals.attemptsExceeded };
  return (
    passwordRefusal(words, error) ?? refusedCode(words, error) ?? { message: refusalWords(words, error) }
  );
}

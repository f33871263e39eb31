/** The first step: a name and a password. */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { checkPerson } from "../core/sign-in/first-factors.ts";
import type { PasswordRefusal } from "../core/sign-in/password-sign-in.ts";
import { newProgress, type Progress } from "../core/sign-in/sign-in.ts";
import { findUser } from "../core/users/find-user.ts";
import { recoveryAttributes } from "../core/users/recovery-contact.ts";
import { takesSignUps } from "../core/users/self-service.ts";
import { fill } from "../languages/fill.ts";
import { forgotPasswordPath, signUpPath } from "./addresses.ts";
import { askForNewPassword, type OpenFlow, stepTo } from "./flow.ts";
import { nameField, tidyName } from "./name-field.ts";
import { signInOtherwise, wayOf } from "./other-way.ts";
import { pageFrame } from "./page-frame.ts";
import { signInByPasskey } from "./passkey-sign-in.ts";
import { incorrectWords, passwordRefusalWords } from "./password-words.ts";
import { refusalWords } from "./refusal-words.ts";
import { askForReset } from "./reset-password-step.ts";
import { proceed } from "./second-factor.ts";
import { askForConfirmation, provenByPassword } from "./sign-up.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderLogin } from "./views/login.tsx";
import { offeredWays, passkeyOptions, type Way } from "./ways.ts";

export function showSignIn(
  world: World,
  open: OpenFlow,
  username = nameOf(open)?.slice(0, longestName),
  errors: readonly FormError[] = firstErrors(open),
): string {
  const { state } = open;
  const { words } = open.look;
  const { pool, query } = open.request;
  const { label, inputmode } = nameField(open.look, pool);
  return renderLogin({
    ...pageFrame(world, open),
    nameLabel: label,
    nameInputmode: inputmode,
    ...firstWords(open),
    username,
    errors,
    passkeyOptions: state.step === "signIn" ? passkeyOptions(world, open.request, state.passkey) : undefined,
    ways: offeredWays(open.request).map((value) => ({ value, label: words.signIn[wayNames[value]] })),
    forgotPasswordHref: recoveryAttributes(pool).length > 0 ? forgotPasswordPath(query) : undefined,
    signUpHref: takesSignUps(pool) ? signUpPath(query) : undefined,
  });
}

const longestName = 256;
/** Beyond what any policy lets a person choose; the API's limit for the same field. */
const longestPassword = 256;

export async function submitSignIn(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { password = "", credential } = fields;
  if (credential !== undefined) return byPasskey(world, submission, credential);
  const { words } = open.look;
  const username = tidyName(fields["username"]);
  const label = nameField(open.look, open.request.pool).label;
  const errors: FormError[] = [];
  if (username === "") errors.push({ field: "username", message: fill(words.fields.missing, { label }) });
  const way = wayOf(submission);
  if (password === "" && way === undefined)
    errors.push({ field: "password", message: words.fields.passwordMissing });
  if (errors.length > 0) return page(world, open, username, errors);
  if (username.length > longestName || password.length > longestPassword) {
    return page(world, open, username.slice(0, longestName), [
      { message: incorrectWords(open.look, open.request.pool) },
    ]);
  }
  try {
    if (way !== undefined) return await otherwise(world, submission, username, way);
    const progress = newProgress(world, "PASSWORD", username, {});
    const { pool, client } = open.request;
    const { metadata } = open.look;
    const attempt = { pool, client, metadata, ipAddress: submission.source, fail };
    const check = await checkPerson(world, attempt, progress, password);
    if (!check.ok) return await refused(world, open, progress, check.cause);
    const signIn = provenByPassword({ user: check.user, progress });
    if (check.mustChangePassword) {
      await askForNewPassword(world, submission, signIn);
      return { kind: "next", step: "newPassword" };
    }
    return await proceed(world, submission, signIn);
  } catch (error) {
    // A trigger denies: its words are for the person.
    if (error instanceof ApiFailure)
      return page(world, open, username, [{ message: refusalWords(open.look.words, error) }]);
    throw error;
  }
}

async function byPasskey(world: World, submission: Submission, credential: string): Promise<StepResult> {
  const result = await signInByPasskey(world, submission, credential);
  return "kind" in result ? result : page(world, submission.open, "", [result]);
}

/** The flow moves first, so that a form sent twice sends one code. */
async function otherwise(
  world: World,
  submission: Submission,
  username: string,
  way: Way,
): Promise<StepResult> {
  const open = await stepTo(world, submission.open, submission.open.state);
  try {
    const result = await signInOtherwise(world, { ...submission, open }, username, way);
    return result ?? page(world, open, username, [{ message: open.look.words.refusals.noCodeForAccount }]);
  } catch (error) {
    if (error instanceof ApiFailure)
      return page(world, open, username, [{ message: refusalWords(open.look.words, error) }]);
    throw error;
  }
}

/** After a right password the account may need something that another step can do. */
async function refused(
  world: World,
  open: OpenFlow,
  progress: Progress,
  cause: PasswordRefusal,
): Promise<StepResult> {
  const { pool } = open.request;
  if (cause === "resetRequired") return askForReset(world, open, progress.name);
  if (cause === "notConfirmed") {
    const user = await findUser(world, pool, progress.name);
    if (user?.status === "UNCONFIRMED")
      return askForConfirmation(world, open, provenByPassword({ user, progress }));
  }
  return page(world, open, progress.name, [{ message: passwordRefusalWords(open.look, pool, cause) }]);
}

function nameOf({ state, request }: OpenFlow): string | undefined {
  return (state.step === "signIn" ? state.name : undefined) ?? request.loginHint;
}

function firstWords({ state, request, look }: OpenFlow): {
  readonly notice?: string;
  readonly reason?: string;
} {
  if (state.step !== "signIn" || state.notice === undefined || state.notice === "refused") return {};
  const { signIn, signInAgain } = look.words;
  if (state.notice === "passwordChanged") return { notice: signIn.passwordChanged };
  return { reason: fill(signInAgain[state.notice], { client: request.target.clientName }) };
}

/** Of somebody whom another step has led back. */
function firstErrors({ state, look }: OpenFlow): readonly FormError[] {
  return state.step === "signIn" && state.notice === "refused"
    ? [{ message: look.words.refusals.answerNotAccepted }]
    : [];
}

const wayNames = {
  EMAIL_OTP: "emailCode",
  SMS_OTP: "textCode",
  CUSTOM_CHALLENGE: "withoutPassword",
} as const satisfies Readonly<Record<Way, string>>;

function page(world: World, open: OpenFlow, username: string, errors: readonly FormError[]): StepResult {
  return { kind: "page", html: showSignIn(world, open, username, errors) };
}

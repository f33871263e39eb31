/** The step of the second factor: a code that was sent, or that an authenticator app shows. */
import { checkSoftwareToken } from "../core/factors/check-software-token.ts";
import { withSecondFactor } from "../core/factors/proven-second-factor.ts";
import {
  checkSignInCode,
  contactOfFactor,
  useSignInCode,
  verifyContact,
} from "../core/factors/sign-in-code.ts";
import { ApiFailure, fail } from "../core/failures.ts";
import { deliveryDetails } from "../core/messages/contact.ts";
import type { World } from "../core/ports.ts";
import { recordFailedSignIn } from "../core/sign-in/failed-sign-in.ts";
import { texts } from "../core/texts.ts";
import type { User } from "../core/users/user.ts";
import { loginPath } from "./addresses.ts";
import { mostCodesSent, typedCode } from "./code-field.ts";
import { displayName } from "./display-name.ts";
import { type CodeRefusal, codeRefusalWords } from "./factor-words.ts";
import { finishSignIn } from "./finish.ts";
import { findPassed, type OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { refusalWords } from "./refusal-words.ts";
import { askFactor, type Save } from "./second-factor.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderFactor } from "./views/factor.tsx";
import type { FormError } from "./views/form.tsx";

/** Undefined when the person is gone, or changed meanwhile. */
export async function showFactor(world: World, open: OpenFlow): Promise<string | undefined> {
  const user = await findPassed(world, open, "CONFIRMED");
  return user && render(world, open, user, []);
}

export async function submitFactor(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { state } = open;
  const { words } = open.look;
  const user = await findPassed(world, open, "CONFIRMED");
  if (user === undefined || state.step !== "factor") return { kind: "gone" };
  const again = (error: FormError): StepResult => ({
    kind: "page",
    html: render(world, open, user, [error]),
  });
  const signIn = { user, progress: state.progress };
  try {
    if (fields["resend"] !== undefined) {
      if (state.sent >= mostCodesSent) return again({ message: words.refusals.tooManyCodes });
      return await askFactor(world, submission, signIn, state.factor, undefined, state.sent + 1);
    }
    const code = typedCode(fields);
    if (code === "") return again({ field: "code", message: words.fields.codeMissing });
    const check = await checkFactor(world, submission, user, code);
    if (!check.ok) {
      if (check.cause !== "attemptsExceeded") {
        const attempt = { ipAddress: submission.source };
        await recordFailedSignIn(world, attempt, user, state.progress, "Mfa");
      }
      return again({ field: "code", message: codeRefusalWords(words, check.cause) });
    }
    const finish = await finishSignIn(world, submission, withSecondFactor(signIn), check.use);
    return { kind: "finished", finish };
  } catch (error) {
    if (error instanceof ApiFailure) return again({ message: refusalWords(words, error) });
    throw error;
  }
}

type FactorCheck =
  | { readonly ok: true; readonly use: Save }
  | { readonly ok: false; readonly cause: CodeRefusal };

async function checkFactor(
  world: World,
  { open, source }: Submission,
  user: User,
  code: string,
): Promise<FactorCheck> {
  const { state } = open;
  const { pool } = open.request;
  if (state.step !== "factor") throw new Error("the flow is at another step");
  if (state.factor === "SOFTWARE_TOKEN_MFA") {
    const check = await checkSoftwareToken(world, user, { code, source });
    if (!check.ok) return check;
    const use: Save = async ({ softwareTokens }) => {
      const isFirst = await softwareTokens.useStep(user.poolId, user.sub, check.step);
      if (!isFirst) throw fail("ExpiredCodeException", texts.softwareTokenUsed);
      return user;
    };
    return { ok: true, use };
  }
  const contact = contactOfFactor(user, state.factor);
  if (contact === undefined) return { ok: false, cause: "mismatch" };
  const sent = { contact, sessionId: state.codeId };
  const check = await checkSignInCode(world, user, sent, { code, source });
  if (!check.ok) return check;
  const use: Save = async (tables) => {
    const isFirst = await useSignInCode(tables, check.row, source);
    if (!isFirst) throw fail("CodeMismatchException", texts.softwareTokenUsed);
    return (await verifyContact(tables, pool, user, contact, world.clock.now())) ?? user;
  };
  return { ok: true, use };
}

function render(world: World, open: OpenFlow, user: User, errors: readonly FormError[]): string {
  const { state } = open;
  const factor = state.step === "factor" ? state.factor : "SOFTWARE_TOKEN_MFA";
  const contact = factor === "SOFTWARE_TOKEN_MFA" ? undefined : contactOfFactor(user, factor);
  return renderFactor({
    ...pageFrame(world, open),
    username: displayName(user),
    sentTo: contact && deliveryDetails(contact).Destination,
    errors,
    signInHref: loginPath(open.request.query),
  });
}

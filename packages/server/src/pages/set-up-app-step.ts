/** The step for people who need a second factor and have none: their authenticator app takes in a secret and shows a code. */
import { checkPendingSoftwareToken } from "../core/factors/check-software-token.ts";
import { confirmOnTheWay } from "../core/factors/enrol-software-token.ts";
import { withSecondFactor } from "../core/factors/proven-second-factor.ts";
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { texts } from "../core/texts.ts";
import type { User } from "../core/users/user.ts";
import { loginPath } from "./addresses.ts";
import { typedCode } from "./code-field.ts";
import { displayName } from "./display-name.ts";
import { codeRefusalWords } from "./factor-words.ts";
import { finishSignIn } from "./finish.ts";
import { findPassed, type OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { refusalWords } from "./refusal-words.ts";
import { type Save, secretOfSetUp } from "./second-factor.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderSetUpApp } from "./views/set-up-app.tsx";

/** Undefined when the person is gone or changed meanwhile, or has begun to set up an app in another sign-in. */
export async function showSetUpApp(world: World, open: OpenFlow): Promise<string | undefined> {
  const user = await findPassed(world, open, "CONFIRMED");
  const secret = await secretOfSetUp(world, open);
  return user && secret && render(world, open, user, secret, []);
}

export async function submitSetUpApp(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { state, request } = open;
  const { words } = open.look;
  const user = await findPassed(world, open, "CONFIRMED");
  const secret = await secretOfSetUp(world, open);
  if (user === undefined || secret === undefined || state.step !== "setUpApp") return { kind: "gone" };
  const again = (error: FormError): StepResult => {
    return { kind: "page", html: render(world, open, user, secret, [error]) };
  };
  const code = typedCode(fields);
  if (code === "") return again({ field: "code", message: words.setUpApp.codeMissing });
  const check = await checkPendingSoftwareToken(world, user, { code, source: submission.source });
  if (!check.ok) return again({ field: "code", message: codeRefusalWords(words, check.cause) });
  const { sealedSecret, step } = check;
  const { metadata } = open.look;
  const confirmed = { sealedSecret, step, friendlyName: undefined, metadata };
  const save: Save = async (tables) => {
    const enrolled = await confirmOnTheWay(world, tables, request.pool, user, confirmed, fail);
    if (enrolled === undefined) throw fail("NotAuthorizedException", texts.softwareTokenUsed);
    return enrolled;
  };
  try {
    const signIn = withSecondFactor({ user, progress: state.progress });
    return { kind: "finished", finish: await finishSignIn(world, submission, signIn, save) };
  } catch (error) {
    if (error instanceof ApiFailure) return again({ message: refusalWords(words, error) });
    throw error;
  }
}

/** What authenticator apps on this device open: the key URI format. */
export function appHref(issuer: string, account: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

function render(
  world: World,
  open: OpenFlow,
  user: User,
  secret: string,
  errors: readonly FormError[],
): string {
  const frame = pageFrame(world, open);
  return renderSetUpApp({
    ...frame,
    secret,
    appHref: appHref(frame.poolName, displayName(user), secret),
    errors,
    signInHref: loginPath(open.request.query),
  });
}

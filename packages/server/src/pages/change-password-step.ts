/**
 * /account/password: changes the password, by the rules of ChangePassword. The old password is the proof; a first
 * password needs a recent sign-in.
 */
import { type ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { texts } from "../core/texts.ts";
import { changePassword } from "../core/users/change-password.ts";
import { recoveryAttributes } from "../core/users/recovery-contact.ts";
import type { Words } from "../languages/en.ts";
import { isAcceptablePassword } from "./acceptable.ts";
import { doneWithin, ownRefusal, unlessRefused } from "./account-result.ts";
import { accountPath, forgotPasswordPath } from "./addresses.ts";
import { displayName } from "./display-name.ts";
import type { OpenFlow } from "./flow.ts";
import { newPasswordProblems, passwordRefusal, passwordRulesOf } from "./new-password-fields.ts";
import type { OwnPage } from "./own-page.ts";
import { pageFrame } from "./page-frame.ts";
import { isRecent } from "./recent-sign-in.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderChangePassword } from "./views/change-password.tsx";
import type { FormError } from "./views/form.tsx";

export const changePasswordPage: OwnPage = {
  screen: "changePassword",
  isSensitive: ({ user }) => user.passwordHash === undefined,
  start: async (_world, _asked, { user }) => ({ step: "changePassword", sub: user.sub }),
  show: async (world, open, signedIn) => render(world, open, signedIn),
  submit,
};

async function submit(
  world: World,
  { open, fields, source }: Submission,
  signedIn: SignedInBrowser,
): Promise<StepResult> {
  const { user, session } = signedIn;
  const { words, metadata } = open.look;
  const hasOne = user.passwordHash !== undefined;
  const { currentPassword, newPassword: proposed = "" } = fields;
  const again = (errors: readonly FormError[]): StepResult => {
    return { kind: "page", html: render(world, open, signedIn, errors) };
  };
  const problems = [
    ...(hasOne ? currentProblems(words, currentPassword) : []),
    ...newPasswordProblems(words, fields),
  ];
  if (problems.length > 0) return again(problems);
  const { pool, client } = open.request;
  const change = {
    pool,
    client,
    user,
    previous: hasOne ? currentPassword : undefined,
    isRecent: isRecent(world, pool, signedIn),
    proposed,
    source,
    stays: { browser: session },
    metadata,
    fail,
  };
  const save = async (): Promise<StepResult> => {
    await changePassword(world, change, (tables) => doneWithin(tables, open, "passwordChanged"));
    return { kind: "next", step: "account" };
  };
  return unlessRefused(world, open, save, (refusal) => again([wordsOf(words, refusal)]));
}

function currentProblems({ accountPages }: Words, current: string | undefined): readonly FormError[] {
  const field = "currentPassword";
  const { password } = accountPages;
  if (current === undefined || current === "") return [{ field, message: password.missing }];
  return isAcceptablePassword(current) ? [] : [{ field, message: password.wrong }];
}

function wordsOf(words: Words, error: ApiFailure): FormError {
  if (error.message === texts.incorrectUsernameOrPassword) {
    return { field: "currentPassword", message: words.accountPages.password.wrong };
  }
  return passwordRefusal(words, error) ?? ownRefusal(words, error);
}

function render(
  world: World,
  open: OpenFlow,
  { user }: SignedInBrowser,
  errors: readonly FormError[] = [],
): string {
  const { pool, query } = open.request;
  const hasOne = user.passwordHash !== undefined;
  const canRecover = hasOne && recoveryAttributes(pool).length > 0;
  return renderChangePassword({
    ...pageFrame(world, open),
    username: displayName(user),
    hasOne,
    passwordRules: passwordRulesOf(pool),
    errors,
    forgotPasswordHref: canRecover ? forgotPasswordPath(query) : undefined,
    accountHref: accountPath(query),
  });
}

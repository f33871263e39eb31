/** The second step for people who signed in with a temporary password. Nobody is signed in before it is done (AC-08). */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { confirmNewPassword } from "../core/sign-in/confirm-new-password.ts";
import { withProgress } from "../core/sign-in/sign-in.ts";
import { missingRequiredAttributes } from "../core/users/attributes.ts";
import type { User } from "../core/users/user.ts";
import type { Parameters } from "../oauth/parameters.ts";
import {
  attributeProblems,
  attributeRefusal,
  attributeValues,
  otherErrors,
  requiredAttributes,
} from "./attribute-fields.ts";
import { displayName } from "./display-name.ts";
import { findPassed, type OpenFlow } from "./flow.ts";
import { newPasswordProblems, passwordRefusal, passwordRulesOf } from "./new-password-fields.ts";
import { pageFrame } from "./page-frame.ts";
import { proceed } from "./second-factor.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderNewPassword } from "./views/new-password.tsx";

/** Undefined when the person is gone, or has a password of their own by now. */
export async function showNewPassword(world: World, open: OpenFlow): Promise<string | undefined> {
  const user = await findPassed(world, open, "FORCE_CHANGE_PASSWORD");
  return user && render(world, open, user, {}, []);
}

export async function submitNewPassword(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { pool, client } = open.request;
  const { words } = open.look;
  const user = await findPassed(world, open, "FORCE_CHANGE_PASSWORD");
  if (user === undefined || open.state.step !== "newPassword") return { kind: "gone" };
  const { askedWith, progress } = open.state;
  const again = (errors: readonly FormError[]): StepResult => {
    return { kind: "page", html: render(world, open, user, fields, errors) };
  };
  const missing = missingRequiredAttributes(pool, user.attributes);
  const problems = [...newPasswordProblems(words, fields), ...attributeProblems(words, fields, missing)];
  if (problems.length > 0) return again(problems);
  const { newPassword: password = "" } = fields;
  const attributes = attributeValues(fields, missing);
  try {
    const { expected, confirm } = await confirmNewPassword(world, {
      pool,
      client,
      user,
      password,
      attributes,
      askedWith,
      fail,
    });
    const signIn = withProgress({ user: expected, progress }, { hasNewPassword: true });
    return await proceed(world, submission, signIn, confirm);
  } catch (error) {
    if (error instanceof ApiFailure)
      return again([passwordRefusal(words, error) ?? attributeRefusal(words, error, missing)]);
    throw error;
  }
}

function render(
  world: World,
  open: OpenFlow,
  user: User,
  fields: Parameters,
  errors: readonly FormError[],
): string {
  const { request } = open;
  const names = missingRequiredAttributes(request.pool, user.attributes);
  return renderNewPassword({
    ...pageFrame(world, open),
    username: displayName(user),
    passwordRules: passwordRulesOf(request.pool),
    attributes: requiredAttributes(open, names, fields, errors),
    errors: otherErrors(errors, names),
  });
}

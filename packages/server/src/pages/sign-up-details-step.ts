/** The second step of a sign-up: what the pool requires beyond a name and a password. Then the account is created. */
import { ApiFailure } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { attributesOfName, signUpDetails } from "../core/users/begin-sign-up.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { signUpPath } from "./addresses.ts";
import {
  attributeProblems,
  attributeRefusal,
  attributeValues,
  otherErrors,
  requiredAttributes,
} from "./attribute-fields.ts";
import { type OpenFlow, requireUnmoved } from "./flow.ts";
import { passwordRefusal } from "./new-password-fields.ts";
import { pageFrame } from "./page-frame.ts";
import { createAccount, openPassword } from "./sign-up.ts";
import { isNameProblem, nameRefusal } from "./sign-up-words.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderSignUpDetails } from "./views/sign-up-details.tsx";

export async function showSignUpDetails(world: World, open: OpenFlow): Promise<string | undefined> {
  const beginning = beginningOf(world, open);
  return beginning && render(world, open, namesOf(open, beginning), {}, []);
}

export async function submitSignUpDetails(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const beginning = beginningOf(world, open);
  if (beginning === undefined) return { kind: "gone" };
  const names = namesOf(open, beginning);
  const again = (errors: readonly FormError[]): StepResult => {
    return { kind: "page", html: render(world, open, names, fields, errors) };
  };
  const problems = attributeProblems(open.look.words, fields, names);
  if (problems.length > 0) return again(problems);
  try {
    const attributes = attributeValues(fields, names);
    return await createAccount(world, submission, { ...beginning, attributes });
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    if (isNameProblem(error)) await requireUnmoved(world, open);
    return again([wordsOf(open, error, names)]);
  }
}

interface Beginning {
  readonly name: string;
  readonly password: string;
}

function beginningOf(world: World, open: OpenFlow): Beginning | undefined {
  const { state } = open;
  if (state.step !== "signUpDetails") return undefined;
  const password = openPassword(world, open, state.sealedPassword);
  return password === undefined ? undefined : { name: state.name, password };
}

function namesOf({ request: { pool } }: OpenFlow, { name }: Beginning): readonly string[] {
  return signUpDetails(pool, attributesOfName(pool, name));
}

function wordsOf(open: OpenFlow, error: ApiFailure, names: readonly string[]): FormError {
  const { words } = open.look;
  if (isNameProblem(error)) return { message: nameRefusal(open, error) };
  const password = passwordRefusal(words, error);
  return password === undefined ? attributeRefusal(words, error, names) : { message: password.message };
}

function render(
  world: World,
  open: OpenFlow,
  names: readonly string[],
  fields: Parameters,
  errors: readonly FormError[],
): string {
  const { query } = open.request;
  return renderSignUpDetails({
    ...pageFrame(world, open),
    username: open.state.step === "signUpDetails" ? open.state.name : "",
    attributes: requiredAttributes(open, names, fields, errors),
    errors: otherErrors(errors, names),
    signUpHref: signUpPath(query),
  });
}

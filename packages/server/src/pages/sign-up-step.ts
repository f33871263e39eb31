/** The first step of a sign-up: a name and a password. If the pool requires no more, the account is created. */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { attributesOfName, requireSignUpBeginning, signUpDetails } from "../core/users/begin-sign-up.ts";
import { fill } from "../languages/fill.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { isAcceptableName } from "./acceptable.ts";
import { loginPath } from "./addresses.ts";
import { type OpenFlow, requireUnmoved, stepTo } from "./flow.ts";
import { newNameField, tidyName } from "./name-field.ts";
import { newPasswordProblems, passwordRefusal, passwordRulesOf } from "./new-password-fields.ts";
import { pageFrame } from "./page-frame.ts";
import { createAccount, sealPassword } from "./sign-up.ts";
import { isNameProblem, nameRefusal } from "./sign-up-words.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderSignUp } from "./views/sign-up.tsx";

export function showSignUp(
  world: World,
  open: OpenFlow,
  username = open.request.loginHint?.slice(0, longestName),
  errors: readonly FormError[] = [],
): string {
  const { pool, query } = open.request;
  const field = newNameField(open.look, pool);
  return renderSignUp({
    ...pageFrame(world, open),
    nameLabel: field.label,
    nameType: field.type,
    nameInputmode: field.inputmode,
    username,
    passwordRules: passwordRulesOf(pool),
    hasMore: hasMore(open),
    errors,
    signInHref: loginPath(query),
  });
}

const longestName = 128;

export async function submitSignUp(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { pool } = open.request;
  const name = tidyName(fields["username"]);
  const again = (errors: readonly FormError[]): StepResult => {
    return { kind: "page", html: showSignUp(world, open, name.slice(0, longestName), errors) };
  };
  const problems = problemsIn(open, name, fields);
  if (problems.length > 0) return again(problems);
  const { password = "" } = fields;
  try {
    await requireSignUpBeginning(world, { pool, name, password, fail });
    if (signUpDetails(pool, attributesOfName(pool, name)).length === 0) {
      return await createAccount(world, submission, { name, password, attributes: {} });
    }
    const sealedPassword = sealPassword(world, open, password);
    await stepTo(world, open, { step: "signUpDetails", name, sealedPassword });
    return { kind: "next", step: "signUpDetails" };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    if (isNameProblem(error)) await requireUnmoved(world, open);
    return again([passwordRefusal(open.look.words, error, "password") ?? wordsOf(open, error)]);
  }
}

/** Whatever kind of name is given, something stays to be asked. */
function hasMore({ request: { pool } }: OpenFlow): boolean {
  const { UsernameAttributes = [] } = pool.settings;
  const kinds: readonly (string | undefined)[] =
    UsernameAttributes.length === 0 ? [undefined] : UsernameAttributes;
  return kinds.some((kind) => signUpDetails(pool, kind === undefined ? {} : { [kind]: "given" }).length > 0);
}

function problemsIn({ request: { pool }, look }: OpenFlow, name: string, fields: Parameters): FormError[] {
  const { words } = look;
  const { label } = newNameField(look, pool);
  const errors: FormError[] = [];
  if (name === "") errors.push({ field: "username", message: fill(words.fields.missing, { label }) });
  else if (!isAcceptableName(name)) {
    errors.push({ field: "username", message: words.fields.nameUnacceptable });
  }
  return [...errors, ...newPasswordProblems(words, fields, "password")];
}

function wordsOf(open: OpenFlow, error: ApiFailure): FormError {
  const message = nameRefusal(open, error);
  return isNameProblem(error) ? { field: "username", message } : { message };
}

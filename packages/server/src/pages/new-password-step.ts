/** The second step of whoever signed in with a temporary password. Nobody is signed in before it is done (AC-08). */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { confirmNewPassword } from "../core/sign-in/confirm-new-password.ts";
import { withProgress } from "../core/sign-in/sign-in.ts";
import { missingRequiredAttributes } from "../core/users/attributes.ts";
import { schemaOf } from "../core/users/schema.ts";
import type { User } from "../core/users/user.ts";
import type { SchemaAttributeType } from "../model/shapes.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { backHref, stepPath } from "./addresses.ts";
import { displayName } from "./display-name.ts";
import { csrfToken, findPassed, type OpenFlow } from "./flow.ts";
import { proceed } from "./second-factor.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { attributeField, type RequiredAttribute, renderNewPassword } from "./views/new-password.tsx";
import type { PasswordRules } from "./views/password-policy.ts";
import { attributeLabel } from "./words.ts";

/** Undefined when the person is gone, or has a password of their own by now. */
export async function showNewPassword(world: World, open: OpenFlow): Promise<string | undefined> {
  const user = await findPassed(world, open, "FORCE_CHANGE_PASSWORD");
  return user && render(world, open, user, {}, []);
}

export async function submitNewPassword(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { pool, client } = open.request;
  const user = await findPassed(world, open, "FORCE_CHANGE_PASSWORD");
  if (user === undefined || open.state.step !== "newPassword") return { kind: "gone" };
  const { askedWith, progress } = open.state;
  const again = (errors: readonly FormError[]): StepResult => {
    return { kind: "page", html: render(world, open, user, fields, errors) };
  };
  const missing = missingRequiredAttributes(pool, user.attributes);
  const problems = problemsIn(fields, missing);
  if (problems.length > 0) return again(problems);
  const { newPassword: password = "" } = fields;
  const attributes = Object.fromEntries(missing.map((name) => [name, fields[attributeField(name)] ?? ""]));
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
    if (error instanceof ApiFailure) return again([wordsOf(error, missing)]);
    throw error;
  }
}

function problemsIn(fields: Parameters, missing: readonly string[]): FormError[] {
  const { newPassword, confirmPassword } = fields;
  const errors: FormError[] = [];
  if (newPassword === undefined) errors.push({ field: "newPassword", message: "Choose a password." });
  else if (newPassword !== confirmPassword) {
    errors.push({ field: "confirmPassword", message: "The two passwords differ." });
  }
  for (const name of missing) {
    if (fields[attributeField(name)] !== undefined) continue;
    errors.push({
      field: attributeField(name),
      message: `Enter your ${attributeLabel(name).toLowerCase()}.`,
    });
  }
  return errors;
}

/** The API's words after their common beginning; the field they belong to, where they name it. */
function wordsOf({ exception, message }: ApiFailure, missing: readonly string[]): FormError {
  const problem = message.replace(/^.*?: /, "").trim();
  if (exception === "InvalidPasswordException") return { field: "newPassword", message: `${problem}.` };
  const attribute = missing.find((name) =>
    message.toLowerCase().includes(name.replace("_number", "").toLowerCase()),
  );
  if (attribute === undefined) return { message };
  return { field: attributeField(attribute), message: `${attributeLabel(attribute)}: ${problem}` };
}

function render(
  world: World,
  open: OpenFlow,
  user: User,
  fields: Parameters,
  errors: readonly FormError[],
): string {
  const { request, flow } = open;
  const schema = schemaOf(request.pool);
  const attributes = missingRequiredAttributes(request.pool, user.attributes).map((name) => {
    const field = attributeField(name);
    const error = errors.find((each) => each.field === field)?.message;
    return { name, label: attributeLabel(name), type: typeOf(schema.get(name)), value: fields[field], error };
  });
  return renderNewPassword({
    action: stepPath("newPassword", request.query),
    csrf: csrfToken(world, open),
    flow: flow.flowId,
    poolName: request.target.poolName,
    clientName: request.target.clientName,
    username: displayName(user),
    passwordRules: rulesOf(open),
    attributes,
    errors: errors.filter(({ field }) => !attributes.some(({ name }) => attributeField(name) === field)),
    backHref: backHref(world, request),
  });
}

function typeOf({ Name = "", AttributeDataType }: SchemaAttributeType = {}): RequiredAttribute["type"] {
  return inputTypes[Name] ?? (AttributeDataType === "Number" ? "number" : "text");
}

const inputTypes: Readonly<Record<string, RequiredAttribute["type"]>> = {
  email: "email",
  phone_number: "tel",
  birthdate: "date",
  website: "url",
  picture: "url",
  profile: "url",
};

function rulesOf({ request }: OpenFlow): PasswordRules {
  const policy = request.pool.settings.Policies?.PasswordPolicy ?? {};
  return {
    minimumLength: policy.MinimumLength ?? 8,
    requireLowercase: policy.RequireLowercase ?? false,
    requireUppercase: policy.RequireUppercase ?? false,
    requireNumbers: policy.RequireNumbers ?? false,
    requireSymbols: policy.RequireSymbols ?? false,
  };
}

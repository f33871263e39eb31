/** The first step: a name and a password. */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { presumedFailure } from "../core/sign-in/failed-sign-in.ts";
import { announceSignIn } from "../core/sign-in/first-factors.ts";
import { checkPasswordOf, type PasswordCheck } from "../core/sign-in/password-sign-in.ts";
import { newProgress, type Progress, withProgress } from "../core/sign-in/sign-in.ts";
import { findUser } from "../core/users/find-user.ts";
import { migrateUser } from "../core/users/migrate-user.ts";
import { backHref, loginPath } from "./addresses.ts";
import { askForNewPassword, csrfToken, type OpenFlow } from "./flow.ts";
import { proceed } from "./second-factor.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderLogin } from "./views/login.tsx";
import { refusalWords } from "./words.ts";

export function showSignIn(
  world: World,
  open: OpenFlow,
  username = open.request.loginHint?.slice(0, longestName),
  errors: readonly FormError[] = [],
): string {
  const { request, flow } = open;
  return renderLogin({
    action: loginPath(request.query),
    csrf: csrfToken(world, open),
    flow: flow.flowId,
    clientName: request.target.clientName,
    poolName: request.target.poolName,
    username,
    errors,
    backHref: backHref(world, request),
  });
}

const longestName = 256;
/** Beyond what any policy lets a person choose; the API's limit for the same field. */
const longestPassword = 256;

export async function submitSignIn(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields } = submission;
  const { password = "" } = fields;
  // No username has a space; keyboards that complete words add one.
  const username = fields["username"]?.trim() ?? "";
  const errors: FormError[] = [];
  if (username === "") errors.push({ field: "username", message: "Enter your username." });
  if (password === "") errors.push({ field: "password", message: "Enter your password." });
  if (errors.length > 0) return page(world, open, username, errors);
  if (username.length > longestName || password.length > longestPassword) {
    return page(world, open, username.slice(0, longestName), [{ message: refusalWords.wrongPassword }]);
  }
  try {
    const progress = newProgress(world, "PASSWORD", username, {});
    const check = await checkPerson(world, submission, progress, password);
    if (!check.ok) return page(world, open, username, [{ message: refusalWords[check.cause] }]);
    const proof = { ChallengeName: "Password", ChallengeResponse: "Success" } as const;
    const proven = { firstFactor: "PASSWORD", challenges: [proof] } as const;
    const signIn = withProgress({ user: check.user, progress }, proven);
    if (check.mustChangePassword) {
      await askForNewPassword(world, submission, signIn);
      return { kind: "next", step: "newPassword" };
    }
    return await proceed(world, submission, signIn);
  } catch (error) {
    // A trigger denies: its words are for the person.
    if (error instanceof ApiFailure) return page(world, open, username, [{ message: error.message }]);
    throw error;
  }
}

/** As the JSON API does it: somebody may be taken over from elsewhere, and a trigger may deny before the password is looked at. */
async function checkPerson(
  world: World,
  { open, source: ipAddress }: Submission,
  progress: Progress,
  password: string,
): Promise<PasswordCheck> {
  const { pool, client } = open.request;
  const { name } = progress;
  const attempt = { pool, client, metadata: {}, ipAddress, fail };
  const known = await findUser(world, pool, name);
  const user = known ?? (await migrateUser(world, attempt, name, password));
  await announceSignIn(world, attempt, name, user);
  const failure = presumedFailure(world, attempt, user, progress);
  return checkPasswordOf(world, pool, name, user, password, ipAddress, failure);
}

function page(world: World, open: OpenFlow, username: string, errors: readonly FormError[]): StepResult {
  return { kind: "page", html: showSignIn(world, open, username, errors) };
}

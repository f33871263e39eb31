/** The first step: a name and a password. */
import type { World } from "../core/ports.ts";
import { checkPassword } from "../core/sign-in/password-sign-in.ts";
import { backHref, loginPath } from "./addresses.ts";
import { finishSignIn } from "./finish.ts";
import { askForNewPassword, csrfToken, type OpenFlow } from "./flow.ts";
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

export async function submitSignIn(world: World, { open, fields, before }: Submission): Promise<StepResult> {
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
  const check = await checkPassword(world, open.request.pool, username, password);
  if (!check.ok) return page(world, open, username, [{ message: refusalWords[check.cause] }]);
  if (check.mustChangePassword) {
    return (await askForNewPassword(world, open, check.user)) ? { kind: "next" } : { kind: "gone" };
  }
  return { kind: "finished", finish: await finishSignIn(world, open, check.user, before) };
}

function page(world: World, open: OpenFlow, username: string, errors: readonly FormError[]): StepResult {
  return { kind: "page", html: showSignIn(world, open, username, errors) };
}

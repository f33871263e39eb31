/** Somebody has forgotten their password: asks for their name. Known and unknown names lead to the same page (HP-06). */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { forgotPassword } from "../core/users/forgot-password.ts";
import { fill } from "../languages/fill.ts";
import { isAcceptableName } from "./acceptable.ts";
import { loginPath } from "./addresses.ts";
import { discreet } from "./discreet-client.ts";
import { advanceFlow, type OpenFlow } from "./flow.ts";
import { nameField, tidyName } from "./name-field.ts";
import { pageFrame } from "./page-frame.ts";
import { refusalWords } from "./refusal-words.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderForgotPassword } from "./views/forgot-password.tsx";
import type { FormError } from "./views/form.tsx";

export function showForgotPassword(
  world: World,
  open: OpenFlow,
  username = open.request.loginHint?.slice(0, longestName),
  errors: readonly FormError[] = [],
): string {
  const { pool, query } = open.request;
  const { label, inputmode } = nameField(open.look, pool);
  return renderForgotPassword({
    ...pageFrame(world, open),
    nameLabel: label,
    nameInputmode: inputmode,
    username,
    errors,
    signInHref: loginPath(query),
  });
}

const longestName = 128;

export async function submitForgotPassword(world: World, submission: Submission): Promise<StepResult> {
  const { open, fields, source: ipAddress } = submission;
  const { pool, client } = open.request;
  const { words } = open.look;
  const name = tidyName(fields["username"]);
  const label = nameField(open.look, pool).label;
  const again = (error: FormError): StepResult => {
    return { kind: "page", html: showForgotPassword(world, open, name.slice(0, longestName), [error]) };
  };
  if (name === "") return again({ field: "username", message: fill(words.fields.missing, { label }) });
  if (!isAcceptableName(name))
    return again({ field: "username", message: fill(words.fields.nameInvalid, { label }) });
  try {
    const call = { pool, client: discreet(client), name, metadata: open.look.metadata, ipAddress, fail };
    // One transaction: a form sent twice sends one code, and who exists is not told by what a second one waits for.
    await forgotPassword(world, call, (tables, { Destination: sentTo }) =>
      advanceFlow(tables, open, { step: "resetPassword", name, sentTo, sent: 1 }),
    );
    return { kind: "next", step: "resetPassword" };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const isLimit = error.exception === "LimitExceededException";
    return again({ message: isLimit ? words.refusals.attemptsExceeded : refusalWords(words, error) });
  }
}

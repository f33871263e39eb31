/** Instead of asking for a password: somebody is signed in in this browser, and is asked whether to continue as that person. */
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { isEnough, personOf } from "../oauth/authorize.ts";
import { accountPath, anotherAccountPath, loginPath } from "./addresses.ts";
import { displayName } from "./display-name.ts";
import { finishContinuing } from "./finish.ts";
import type { OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderSignedIn } from "./views/signed-in.tsx";

export function showSignedIn(world: World, open: OpenFlow, user: User): string {
  const { request, look, state } = open;
  const hasPasskey = state.step === "signedIn" && state.notice !== undefined;
  return renderSignedIn({
    ...pageFrame(world, open),
    username: displayName(user),
    notice: hasPasskey ? look.words.passkeys.added : undefined,
    accountHref: hasPasskey ? accountPath(request.query) : undefined,
    anotherAccountHref: hasPasskey ? undefined : anotherAccountPath(request.query),
  });
}

/** The session must still be that person's, and still be enough for the request: otherwise the sign-in page says what became of it. */
export async function submitSignedIn(
  world: World,
  { open, signedIn, source }: Submission,
): Promise<StepResult> {
  const { state, request } = open;
  if (state.step !== "signedIn") return { kind: "gone" };
  const person = signedIn && personOf(signedIn, source);
  if (person?.user.sub !== state.sub || !(await isEnough(world, request, person))) {
    return { kind: "elsewhere", path: loginPath(request.query) };
  }
  return { kind: "finished", finish: await finishContinuing(world, open, person) };
}

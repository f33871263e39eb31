/** Instead of a password: somebody is signed in in this browser, and is asked whether to go on as that person. */
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { isEnough, personOf } from "../oauth/authorize.ts";
import { accountPath, anotherAccountPath, backHref, continuePath } from "./addresses.ts";
import { displayName } from "./display-name.ts";
import { finishContinuing } from "./finish.ts";
import { csrfToken, type OpenFlow } from "./flow.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderSignedIn } from "./views/signed-in.tsx";

export function showSignedIn(world: World, open: OpenFlow, user: User): string {
  const { request, flow, state } = open;
  const hasPasskey = state.step === "signedIn" && state.notice !== undefined;
  return renderSignedIn({
    action: continuePath(request.query),
    csrf: csrfToken(world, open),
    flow: flow.flowId,
    clientName: request.target.clientName,
    poolName: request.target.poolName,
    username: displayName(user),
    notice: hasPasskey ? "Your passkey has been added." : undefined,
    accountHref: hasPasskey ? accountPath(request.query) : undefined,
    anotherAccountHref: anotherAccountPath(request.query),
    backHref: backHref(world, request),
  });
}

/** The session must still be that person's, and still be enough for the request. */
export async function submitSignedIn(
  world: World,
  { open, signedIn, source }: Submission,
): Promise<StepResult> {
  const { state, request } = open;
  if (state.step !== "signedIn" || signedIn === undefined || signedIn.user.sub !== state.sub)
    return { kind: "gone" };
  const person = personOf(signedIn, source);
  if (!(await isEnough(world, request, person))) return { kind: "gone" };
  return { kind: "finished", finish: await finishContinuing(world, open, person) };
}

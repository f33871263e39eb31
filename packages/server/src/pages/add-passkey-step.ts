/** /passkeys/add: whoever has just signed in makes a passkey, and goes on to the app. */
import { ApiFailure, fail } from "../core/failures.ts";
import { completeRegistration, startRegistration } from "../core/passkeys/registration.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { displayName } from "./display-name.ts";
import { type OpenFlow, stepTo } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { isRecent } from "./recent-sign-in.ts";
import { refusalWords } from "./refusal-words.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderAddPasskey } from "./views/add-passkey.tsx";
import type { FormError } from "./views/form.tsx";

/** Asks the browser anew each time: a challenge is good for one passkey. */
export async function showAddPasskey(
  world: World,
  open: OpenFlow,
  user: User,
  errors: readonly FormError[] = [],
): Promise<string> {
  const { pool, client } = open.request;
  const { options, problem } = await optionsOf(world, { pool, client, user });
  return renderAddPasskey({
    ...pageFrame(world, open),
    username: displayName(user),
    options,
    errors: problem === undefined ? errors : [{ message: refusalWords(open.look.words, problem) }],
  });
}

export async function submitAddPasskey(world: World, submission: Submission): Promise<StepResult> {
  const { open, signedIn, fields } = submission;
  const { state, request } = open;
  if (state.step !== "addPasskey" || signedIn?.user.sub !== state.sub) return { kind: "gone" };
  if (!isRecent(world, signedIn)) return { kind: "gone" };
  const { user } = signedIn;
  try {
    const credential = readCredential(fields["credential"]);
    await completeRegistration(
      world,
      { pool: request.pool, client: request.client, user, metadata: open.look.metadata },
      credential,
      fail,
    );
    await stepTo(world, open, { step: "signedIn", sub: user.sub, notice: "passkeyAdded" });
    return { kind: "next", step: "signedIn" };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return {
      kind: "page",
      html: await showAddPasskey(world, open, user, [{ message: refusalWords(open.look.words, error) }]),
    };
  }
}

async function optionsOf(
  world: World,
  registrar: Parameters<typeof startRegistration>[1],
): Promise<{ readonly options: string | undefined; readonly problem?: ApiFailure }> {
  try {
    return { options: JSON.stringify(await startRegistration(world, registrar, fail)) };
  } catch (error) {
    if (error instanceof ApiFailure) return { options: undefined, problem: error };
    throw error;
  }
}

/** The rest of it is read by the rules. */
function readCredential(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

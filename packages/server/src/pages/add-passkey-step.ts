/** A passkey for whoever has just signed in. From /passkeys/add they go on to the app, from /account/passkey back to their account. */
import { ApiFailure, fail } from "../core/failures.ts";
import { completeRegistration, startRegistration } from "../core/passkeys/registration.ts";
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import type { User } from "../core/users/user.ts";
import { accountPath } from "./addresses.ts";
import { displayName } from "./display-name.ts";
import { type OpenFlow, stepTo } from "./flow.ts";
import { always, type OwnPage } from "./own-page.ts";
import { pageFrame } from "./page-frame.ts";
import { refusalWords } from "./refusal-words.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderAddPasskey } from "./views/add-passkey.tsx";
import type { FormError } from "./views/form.tsx";

export const addPasskeyPage = pageAt("addPasskey");
export const accountPasskeyPage = pageAt("accountPasskey");

function pageAt(screen: "addPasskey" | "accountPasskey"): OwnPage {
  return {
    screen,
    isSensitive: always,
    start: async (_world, _asked, { user }) => ({ step: screen, sub: user.sub }),
    show: (world, open, { user }) => showAddPasskey(world, open, user),
    submit,
  };
}

/** Asks the browser anew each time: a challenge is good for one passkey. */
async function showAddPasskey(
  world: World,
  open: OpenFlow,
  user: User,
  errors: readonly FormError[] = [],
): Promise<string> {
  const { pool, client } = open.request;
  const { options, problem } = await optionsOf(world, { pool, client, user });
  return renderAddPasskey({
    ...pageFrame(world, open),
    accountHref: isFromAccount(open) ? accountPath(open.request.query) : undefined,
    username: displayName(user),
    options,
    errors: problem === undefined ? errors : [{ message: refusalWords(open.look.words, problem) }],
  });
}

async function submit(
  world: World,
  { open, fields }: Submission,
  { user }: SignedInBrowser,
): Promise<StepResult> {
  const { request } = open;
  try {
    const credential = readCredential(fields["credential"]);
    await completeRegistration(
      world,
      { pool: request.pool, client: request.client, user, metadata: open.look.metadata },
      credential,
      fail,
    );
    const step = isFromAccount(open) ? "account" : "signedIn";
    await stepTo(world, open, { step, sub: user.sub, notice: "passkeyAdded" });
    return { kind: "next", step };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return {
      kind: "page",
      html: await showAddPasskey(world, open, user, [{ message: refusalWords(open.look.words, error) }]),
    };
  }
}

function isFromAccount({ state }: OpenFlow): boolean {
  return state.step === "accountPasskey";
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

/**
 * /account: what somebody can see and do about their own account. Signing out elsewhere helps at once; what cannot be taken
 * back, or shows everything, asks for a recent sign-in (AC-10).
 */
import { ApiFailure, fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import { revokeSession } from "../core/sessions/revoke-session.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { withOwnAttributes } from "../core/users/attributes.ts";
import { changeAttributes } from "../core/users/change-attributes.ts";
import { deleteUser } from "../core/users/delete-user.ts";
import { endSignIns } from "../core/users/end-sign-ins.ts";
import { exportAccount } from "./account-export.ts";
import { profileNames, showAccount } from "./account-page.ts";
import { signInForAccountPath } from "./addresses.ts";
import { attributeProblems, attributeRefusal, attributeValues } from "./attribute-fields.ts";
import { displayName } from "./display-name.ts";
import { type FlowState, stepTo } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { isRecent } from "./recent-sign-in.ts";
import type { StepResult, Submission } from "./step.ts";
import { renderAccountDeleted, renderDeleteAccount } from "./views/delete-account.tsx";
import type { FormError } from "./views/form.tsx";

type Act = (world: World, submission: Submission, signedIn: SignedInBrowser) => Promise<StepResult>;

export async function submitAccount(world: World, submission: Submission): Promise<StepResult> {
  const { open, signedIn, fields } = submission;
  const { state, request } = open;
  if (state.step !== "account" || signedIn?.user.sub !== state.sub) return { kind: "gone" };
  const action = actions.get(fields["action"] ?? "");
  if (action === undefined) return again(world, submission, signedIn, []);
  if (action.isSensitive && !isRecent(world, signedIn)) {
    return { kind: "elsewhere", path: signInForAccountPath(request.query) };
  }
  try {
    return await action.run(world, submission, signedIn);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return again(world, submission, signedIn, [
      attributeRefusal(open.look.words, error, profileNames(open, signedIn.user)),
    ]);
  }
}

const actions: ReadonlyMap<string, { readonly isSensitive: boolean; readonly run: Act }> = new Map([
  ["save", { isSensitive: false, run: saveProfile }],
  ["signOutThere", { isSensitive: false, run: signOutThere }],
  ["signOutEverywhere", { isSensitive: false, run: signOutEverywhere }],
  ["export", { isSensitive: true, run: download }],
  ["delete", { isSensitive: true, run: askToDelete }],
  ["deleteForGood", { isSensitive: true, run: deleteForGood }],
]);

async function saveProfile(
  world: World,
  submission: Submission,
  signedIn: SignedInBrowser,
): Promise<StepResult> {
  const { open, fields } = submission;
  const { pool, client } = open.request;
  const { user } = signedIn;
  const names = profileNames(open, user);
  const given = attributeValues(fields, names);
  // An emptied field deletes, unless the pool cannot do without.
  const filled = names.filter((name) => given[name] !== "");
  const problems = attributeProblems(open.look.words, fields, filled);
  if (problems.length > 0) return again(world, submission, signedIn, problems);
  const changes = Object.fromEntries(
    names.flatMap((name) => changed(name, user.attributes[name], given[name])),
  );
  const apply = (current: typeof user.attributes) => withOwnAttributes(pool, client, current, changes, fail);
  const proof = { client, metadata: open.look.metadata, fail };
  await changeAttributes(world, { pool, sub: user.sub, changes, apply, proof, fail });
  return done(world, submission, "saved");
}

async function signOutThere(
  world: World,
  submission: Submission,
  { user }: SignedInBrowser,
): Promise<StepResult> {
  const { open, fields } = submission;
  const { session: sessionId = "" } = fields;
  await revokeSession(world, open.request.pool, user, { sessionId, associated: "LINKED" }, fail);
  return done(world, submission, "signedOutThere");
}

/** This browser included: the sign-in page is next. */
async function signOutEverywhere(
  world: World,
  { open }: Submission,
  { user }: SignedInBrowser,
): Promise<StepResult> {
  const now = world.clock.now();
  await world.store.write((tables) => endSignIns(tables, user, "signedOut", now));
  return { kind: "elsewhere", path: signInForAccountPath(open.request.query) };
}

async function download(world: World, { open }: Submission, { user }: SignedInBrowser): Promise<StepResult> {
  const content = await exportAccount(world, open.request.pool, user);
  return { kind: "download", name: "account.json", json: JSON.stringify(content, undefined, 2) };
}

async function askToDelete(
  world: World,
  { open }: Submission,
  { user }: SignedInBrowser,
): Promise<StepResult> {
  const html = renderDeleteAccount({ ...pageFrame(world, open), username: displayName(user) });
  return { kind: "page", html };
}

async function deleteForGood(
  world: World,
  { open }: Submission,
  { user }: SignedInBrowser,
): Promise<StepResult> {
  await deleteUser(world, user, fail);
  const { look, poolName, clientName, backHref } = pageFrame(world, open);
  return { kind: "page", html: renderAccountDeleted({ look, poolName, clientName, backHref }) };
}

type Notice = Extract<FlowState, { step: "account" }>["notice"];

/** A form sent twice leads to the same page. */
async function done(world: World, { open }: Submission, notice: Notice): Promise<StepResult> {
  if (open.state.step !== "account") return { kind: "gone" };
  await stepTo(world, open, { step: "account", sub: open.state.sub, notice });
  return { kind: "next", step: "account" };
}

async function again(
  world: World,
  { open, fields }: Submission,
  signedIn: SignedInBrowser,
  errors: readonly FormError[],
): Promise<StepResult> {
  return { kind: "page", html: await showAccount(world, open, signedIn, errors, fields) };
}

function changed(name: string, before = "", after = ""): readonly (readonly [string, string])[] {
  return before === after ? [] : [[name, after]];
}

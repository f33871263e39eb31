/** /account/app: an authenticator app for somebody who is signed in, by the rules of VerifySoftwareToken. It is turned on at once. */
import { checkPendingSoftwareToken, sealSecret } from "../core/factors/check-software-token.ts";
import { confirmAndTurnOn } from "../core/factors/enrol-software-token.ts";
import { offeredFactors } from "../core/factors/offered-factors.ts";
import { fail } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import { doneWithin } from "./account-result.ts";
import { accountPath, ownPath } from "./addresses.ts";
import { typedCode } from "./code-field.ts";
import { displayName } from "./display-name.ts";
import { codeRefusalWords } from "./factor-words.ts";
import { FlowAlreadyFinished, type OpenFlow, requireUnmoved } from "./flow.ts";
import { always, type OwnPage } from "./own-page.ts";
import type { OwnState } from "./own-state.ts";
import { pageFrame } from "./page-frame.ts";
import { secretOfSetUp } from "./second-factor.ts";
import { appHref } from "./set-up-app-step.ts";
import type { StepResult, Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderSetUpApp } from "./views/set-up-app.tsx";

export const addAppPage: OwnPage = { screen: "addApp", isSensitive: always, start, show, submit };

/** The new secret waits beside the one in use; that of another tab is replaced. */
async function start(
  world: World,
  { pool }: AuthorizeRequest,
  { user }: SignedInBrowser,
): Promise<OwnState | undefined> {
  if (!offeredFactors(pool).includes("SOFTWARE_TOKEN_MFA")) return undefined;
  const sealed = sealSecret(world, user, world.oneTimePasswords.newSecret());
  await world.store.write(async ({ softwareTokens, users }) => {
    // Whoever has just been deleted finds no secret in the next step.
    const latest = await users.find(user.poolId, user.sub);
    if (latest !== undefined) await softwareTokens.putPending(user.poolId, user.sub, sealed);
  });
  return { step: "addApp", sub: user.sub, secretMark: world.digests.sha256(sealed) };
}

async function show(world: World, open: OpenFlow, signedIn: SignedInBrowser): Promise<string | undefined> {
  const secret = await secretOfSetUp(world, open);
  return secret && render(world, open, signedIn, secret, []);
}

async function submit(
  world: World,
  { open, fields, source }: Submission,
  signedIn: SignedInBrowser,
): Promise<StepResult> {
  const { pool, query } = open.request;
  const { words, metadata } = open.look;
  const { user } = signedIn;
  const secret = await secretOfSetUp(world, open);
  // Another tab has handed out another secret: here is one that is good.
  if (secret === undefined) return { kind: "elsewhere", path: ownPath("addApp", query) };
  const again = (message: string): StepResult => {
    return { kind: "page", html: render(world, open, signedIn, secret, [{ field: "code", message }]) };
  };
  const code = typedCode(fields);
  if (code === "") return again(words.setUpApp.codeMissing);
  const check = await checkPendingSoftwareToken(world, user, { code, source });
  if (!check.ok) {
    await requireUnmoved(world, open);
    return again(codeRefusalWords(words, check.cause));
  }
  const { sealedSecret, step } = check;
  const confirmed = { sealedSecret, step, friendlyName: undefined, metadata };
  await world.store.write(async (tables) => {
    const enrolled = await confirmAndTurnOn(world, tables, pool, user, confirmed, fail);
    if (enrolled === undefined) throw new FlowAlreadyFinished();
    await doneWithin(tables, open, "appAdded");
  });
  return { kind: "next", step: "account" };
}

function render(
  world: World,
  open: OpenFlow,
  { user }: SignedInBrowser,
  secret: string,
  errors: readonly FormError[],
): string {
  const { target, query } = open.request;
  const { accountPages } = open.look.words;
  return renderSetUpApp({
    ...pageFrame(world, open),
    lead: accountPages.app.lead,
    saveLabel: accountPages.save,
    secret,
    appHref: appHref(target.poolName, displayName(user), secret),
    errors,
    accountHref: accountPath(query),
  });
}

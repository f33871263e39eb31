/**
 * /account: what people can see and do about their own account. Signing out elsewhere works at once; whatever adds or
 * removes a way in, cannot be undone or shows everything requires a recent sign-in (AC-10).
 */
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { askToDelete, deleteForGood, download } from "./account-data.ts";
import { askToRemoveApp, preferFactor, removeApp, turnOffFactor, turnOnFactor } from "./account-factors.ts";
import { showAccount } from "./account-page.ts";
import { askForPasskeyName, askToRemovePasskey, namePasskey, removeOwnPasskey } from "./account-passkeys.ts";
import { forgetOwnDevice, signOutEverywhere, signOutHere, signOutThere } from "./account-places.ts";
import { askToRemoveAddress, confirmAddress, removeOwnAddress, saveProfile } from "./account-profile.ts";
import { type Act, again, ownRefusal, unlessRefused } from "./account-result.ts";
import { signInForPath } from "./addresses.ts";
import { never, type OwnPage } from "./own-page.ts";
import { isRecent } from "./recent-sign-in.ts";
import type { StepResult, Submission } from "./step.ts";

export const accountPage: OwnPage = {
  screen: "account",
  isSensitive: never,
  start: async (_world, _asked, { user }) => ({ step: "account", sub: user.sub }),
  show: showAccount,
  submit,
};

async function submit(world: World, submission: Submission, signedIn: SignedInBrowser): Promise<StepResult> {
  const { open, fields } = submission;
  const { pool, query } = open.request;
  const action = actions.get(fields["action"] ?? "");
  if (action === undefined) return again(world, submission, signedIn, []);
  if (action.isSensitive && !isRecent(world, pool, signedIn)) {
    return { kind: "elsewhere", path: signInForPath("account", query) };
  }
  return unlessRefused(
    world,
    open,
    () => action.run(world, submission, signedIn),
    (refusal) => again(world, submission, signedIn, [ownRefusal(open.look.words, refusal)]),
  );
}

interface Action {
  readonly isSensitive: boolean;
  readonly run: Act;
}

const free = (run: Act): Action => ({ isSensitive: false, run });
const sensitive = (run: Act): Action => ({ isSensitive: true, run });

/** All that the page's buttons can ask for. */
const actions: ReadonlyMap<string, Action> = new Map([
  ["save", free(saveProfile)],
  ["confirmAddress", free(confirmAddress)],
  ["removeAddress", sensitive(askToRemoveAddress)],
  ["removeAddressForGood", sensitive(removeOwnAddress)],
  ["renamePasskey", free(askForPasskeyName)],
  ["namePasskey", free(namePasskey)],
  ["removePasskey", sensitive(askToRemovePasskey)],
  ["removePasskeyForGood", sensitive(removeOwnPasskey)],
  ["turnOnFactor", sensitive(turnOnFactor)],
  ["turnOffFactor", sensitive(turnOffFactor)],
  ["preferFactor", sensitive(preferFactor)],
  ["removeApp", sensitive(askToRemoveApp)],
  ["removeAppForGood", sensitive(removeApp)],
  ["signOutThere", free(signOutThere)],
  ["signOutHere", free(signOutHere)],
  ["signOutEverywhere", free(signOutEverywhere)],
  ["forgetDevice", free(forgetOwnDevice)],
  ["export", sensitive(download)],
  ["delete", sensitive(askToDelete)],
  ["deleteForGood", sensitive(deleteForGood)],
]);

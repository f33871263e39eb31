/** The account page's second factors: turned on, turned off and preferred, by the rules of SetUserMFAPreference. */
import { type MfaKind, mfaKinds } from "../core/factors/mfa-preference.ts";
import { removeFactor } from "../core/factors/remove-factor.ts";
import { setMfaPreference } from "../core/factors/set-mfa-preference.ts";
import { fail } from "../core/failures.ts";
import { type Act, again, done } from "./account-result.ts";
import { question } from "./question.ts";
import type { Submission } from "./step.ts";

export const turnOnFactor: Act = async (world, submission, signedIn) => {
  const kind = factorIn(submission);
  if (kind === undefined) return again(world, submission, signedIn, []);
  const { open } = submission;
  const settings = { [kind]: { Enabled: true } };
  await setMfaPreference(world, open.request.pool, signedIn.user, settings, fail, open.look.metadata);
  return done(world, open, "factorTurnedOn");
};

export const turnOffFactor: Act = async (world, submission, signedIn) => {
  const kind = factorIn(submission);
  // An app is removed with its secret, after a question.
  if (kind === undefined || kind === "SOFTWARE_TOKEN_MFA") return again(world, submission, signedIn, []);
  const { open } = submission;
  await removeFactor(world, open.request.pool, signedIn.user, kind, fail, open.look.metadata);
  return done(world, open, "factorRemoved");
};

export const preferFactor: Act = async (world, submission, signedIn) => {
  const kind = factorIn(submission);
  if (kind === undefined) return again(world, submission, signedIn, []);
  const { open } = submission;
  const settings = { [kind]: { Enabled: true, PreferredMfa: true } };
  await setMfaPreference(world, open.request.pool, signedIn.user, settings, fail, open.look.metadata);
  return done(world, open, "factorPreferred");
};

export const askToRemoveApp: Act = async (world, { open }) => {
  const { removeApp: words, removeIt } = open.look.words.accountPages;
  return question(world, open, {
    title: words.title,
    what: words.what,
    yes: { value: "removeAppForGood", label: removeIt },
    hidden: {},
  });
};

export const removeApp: Act = async (world, { open }, { user }) => {
  const { request, look } = open;
  await removeFactor(world, request.pool, user, "SOFTWARE_TOKEN_MFA", fail, look.metadata);
  return done(world, open, "factorRemoved");
};

function factorIn({ fields }: Submission): MfaKind | undefined {
  return mfaKinds.find((kind) => kind === fields["factor"]);
}

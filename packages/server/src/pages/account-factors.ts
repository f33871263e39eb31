/** The account page's second factors: turned on and off and put first by the rules of SetUserMFAPreference. */
import { type MfaKind, mfaKinds } from "../core/factors/mfa-preference.ts";
import { removeFactor } from "../core/factors/remove-factor.ts";
import { setMfaPreference } from "../core/factors/set-mfa-preference.ts";
import { fail } from "../core/failures.ts";
import { type Act, again, done } from "./account-result.ts";
import { removeAppWords } from "./account-words.ts";
import { question } from "./question.ts";
import type { Submission } from "./step.ts";

export const turnOnFactor: Act = async (world, submission, signedIn) => {
  const kind = factorIn(submission);
  if (kind === undefined) return again(world, submission, signedIn, []);
  const { open } = submission;
  await setMfaPreference(world, open.request.pool, signedIn.user, { [kind]: { Enabled: true } }, fail);
  return done(world, open, "factorTurnedOn");
};

export const turnOffFactor: Act = async (world, submission, signedIn) => {
  const kind = factorIn(submission);
  // An app is removed with its secret, after a question.
  if (kind === undefined || kind === "SOFTWARE_TOKEN_MFA") return again(world, submission, signedIn, []);
  const { open } = submission;
  await removeFactor(world, open.request.pool, signedIn.user, kind, fail);
  return done(world, open, "factorRemoved");
};

export const preferFactor: Act = async (world, submission, signedIn) => {
  const kind = factorIn(submission);
  if (kind === undefined) return again(world, submission, signedIn, []);
  const { open } = submission;
  const settings = { [kind]: { Enabled: true, PreferredMfa: true } };
  await setMfaPreference(world, open.request.pool, signedIn.user, settings, fail);
  return done(world, open, "factorPreferred");
};

export const askToRemoveApp: Act = async (world, { open }) =>
  question(world, open, {
    title: removeAppWords.title,
    what: removeAppWords.what,
    yes: { value: "removeAppForGood", label: removeAppWords.action },
    hidden: {},
  });

export const removeApp: Act = async (world, { open }, { user }) => {
  await removeFactor(world, open.request.pool, user, "SOFTWARE_TOKEN_MFA", fail);
  return done(world, open, "factorRemoved");
};

function factorIn({ fields }: Submission): MfaKind | undefined {
  return mfaKinds.find((kind) => kind === fields["factor"]);
}

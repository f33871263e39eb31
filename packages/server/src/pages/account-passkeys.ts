/** The account page's passkeys: one is removed, after one more question. */
import { fail } from "../core/failures.ts";
import { removePasskey } from "../core/passkeys/remove-passkey.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { type Act, again, done } from "./account-result.ts";
import { removePasskeyWords } from "./account-words.ts";
import { question } from "./question.ts";
import type { Submission } from "./step.ts";

export const askToRemovePasskey: Act = async (world, submission, signedIn) => {
  const passkey = await passkeyOf(world, submission, signedIn.user);
  if (passkey === undefined) return again(world, submission, signedIn, []);
  return question(world, submission.open, {
    title: removePasskeyWords.title,
    what: removePasskeyWords.what(passkey.friendlyName),
    yes: { value: "removePasskeyForGood", label: removePasskeyWords.action },
    hidden: { passkey: passkey.credentialId },
  });
};

export const removeOwnPasskey: Act = async (world, submission, signedIn) => {
  const { open } = submission;
  const { user } = signedIn;
  const passkey = await passkeyOf(world, submission, user);
  // Gone already, in another tab.
  if (passkey !== undefined) {
    await removePasskey(world, open.request.pool, user, passkey.credentialId, fail, fail);
  }
  return done(world, open, "passkeyRemoved");
};

async function passkeyOf(world: World, { fields }: Submission, { poolId, sub }: User) {
  const passkeys = await world.store.read.passkeys.listOfUser(poolId, sub);
  return passkeys.find(({ credentialId }) => credentialId === fields["passkey"]);
}

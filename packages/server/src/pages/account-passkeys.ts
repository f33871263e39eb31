/** The account page's passkeys: one is removed, after one more question. */
import { fail } from "../core/failures.ts";
import { removePasskey } from "../core/passkeys/remove-passkey.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { fill } from "../languages/fill.ts";
import { type Act, again, done } from "./account-result.ts";
import { question } from "./question.ts";
import type { Submission } from "./step.ts";

export const askToRemovePasskey: Act = async (world, submission, signedIn) => {
  const passkey = await passkeyOf(world, submission, signedIn.user);
  if (passkey === undefined) return again(world, submission, signedIn, []);
  const { removePasskey: words, removeIt } = submission.open.look.words.accountPages;
  return question(world, submission.open, {
    title: words.title,
    what: fill(words.what, { name: passkey.friendlyName }),
    yes: { value: "removePasskeyForGood", label: removeIt },
    hidden: { passkey: passkey.credentialId },
  });
};

export const removeOwnPasskey: Act = async (world, submission, signedIn) => {
  const { open } = submission;
  const { user } = signedIn;
  const passkey = await passkeyOf(world, submission, user);
  // Gone already, in another tab.
  if (passkey !== undefined) {
    const removal = { pool: open.request.pool, user, metadata: open.look.metadata };
    await removePasskey(world, removal, passkey.credentialId, fail, fail);
  }
  return done(world, open, "passkeyRemoved");
};

async function passkeyOf(world: World, { fields }: Submission, { poolId, sub }: User) {
  const passkeys = await world.store.read.passkeys.listOfUser(poolId, sub);
  return passkeys.find(({ credentialId }) => credentialId === fields["passkey"]);
}

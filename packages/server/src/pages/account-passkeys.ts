/** The account page's passkeys: renamed, or removed after one more question. */
import { fail } from "../core/failures.ts";
import { longestPasskeyName, renamePasskey } from "../core/passkeys/passkey-name.ts";
import { removePasskey } from "../core/passkeys/remove-passkey.ts";
import type { World } from "../core/ports.ts";
import type { User } from "../core/users/user.ts";
import { fill } from "../languages/fill.ts";
import { type Act, again, done } from "./account-result.ts";
import { pageFrame } from "./page-frame.ts";
import { nameWithoutOwner, passkeyName } from "./passkey-name.ts";
import { question } from "./question.ts";
import type { Submission } from "./step.ts";
import type { FormError } from "./views/form.tsx";
import { renderRenamePasskey } from "./views/rename-passkey.tsx";

export const askForPasskeyName: Act = async (world, submission, signedIn) => {
  const passkey = await passkeyOf(world, submission, signedIn.user);
  if (passkey === undefined) return again(world, submission, signedIn, []);
  const name = passkeyName(submission.open.look.words, passkey);
  return { kind: "page", html: renderRename(world, submission, name, []) };
};

/** It opens nothing, so nobody is told. */
export const namePasskey: Act = async (world, submission, signedIn) => {
  const { open, fields } = submission;
  const name = (fields["name"] ?? "").replaceAll(/\s+/g, " ").trim();
  if (name.length > longestPasskeyName) {
    const { accountPages, fields: words } = open.look.words;
    const message = fill(words.tooLong, { label: accountPages.renamePasskey.label });
    return { kind: "page", html: renderRename(world, submission, name, [{ field: "name", message }]) };
  }
  const passkey = await passkeyOf(world, submission, signedIn.user);
  if (passkey === undefined) return again(world, submission, signedIn, []);
  // What it is called without its owner, in whatever language, is not a name of theirs.
  const own = name === nameWithoutOwner(open.look.words, passkey) ? "" : name;
  const isThere = await renamePasskey(world, passkey, own);
  return isThere ? done(world, open, "saved") : again(world, submission, signedIn, []);
};

export const askToRemovePasskey: Act = async (world, submission, signedIn) => {
  const passkey = await passkeyOf(world, submission, signedIn.user);
  if (passkey === undefined) return again(world, submission, signedIn, []);
  const { words } = submission.open.look;
  const { removePasskey: asked, removeIt } = words.accountPages;
  return question(world, submission.open, {
    title: asked.title,
    what: fill(asked.what, { name: passkeyName(words, passkey) }),
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

function renderRename(
  world: World,
  { open, fields }: Submission,
  name: string,
  errors: readonly FormError[],
): string {
  const hidden = { passkey: fields["passkey"] ?? "" };
  return renderRenamePasskey({ ...pageFrame(world, open), hidden, name, errors });
}

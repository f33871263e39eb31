/** The account page's profile: what is said about a person, and the addresses that are theirs. */
import { type ApiFailure, fail } from "../core/failures.ts";
import { type ContactAttribute, contactAttributes, withOwnAttributes } from "../core/users/attributes.ts";
import { changeAttributes } from "../core/users/change-attributes.ts";
import { removeAddress } from "../core/users/remove-address.ts";
import type { Words } from "../languages/en.ts";
import { fill } from "../languages/fill.ts";
import { profileNames } from "./account-page.ts";
import { type Act, again, done, doneWithin, unlessRefused } from "./account-result.ts";
import {
  attributeLabel,
  attributeProblems,
  attributeRefusal,
  attributeValues,
  shownValues,
} from "./attribute-fields.ts";
import { question } from "./question.ts";
import { startVerifying } from "./verify-address-step.ts";
import { attributeField } from "./views/attribute-fields.tsx";
import type { FormError } from "./views/form.tsx";

export const saveProfile: Act = async (world, submission, signedIn) => {
  const { open, fields } = submission;
  const { pool, client } = open.request;
  const { user } = signedIn;
  const names = profileNames(open, user);
  const given = attributeValues(fields, names);
  // An emptied field deletes, unless the pool cannot do without.
  const filled = names.filter((name) => given[name] !== "");
  const problems = attributeProblems(open.look.words, fields, filled);
  if (problems.length > 0) return again(world, submission, signedIn, problems);
  const shown = shownValues(fields, names);
  const changes = Object.fromEntries(names.flatMap((name) => changed(name, shown[name], given[name])));
  const apply = (current: typeof user.attributes) => withOwnAttributes(pool, client, current, changes, fail);
  const proof = { client, metadata: open.look.metadata, fail };
  const save = async () => {
    await changeAttributes(world, { pool, sub: user.sub, changes, apply, proof, fail });
    return done(world, open, "saved");
  };
  return unlessRefused(world, open, save, (refusal) =>
    again(world, submission, signedIn, [profileRefusal(open.look.words, refusal, names)]),
  );
};

/** Of what the form has, one attribute alone may be somebody's name: addresses are changed elsewhere. */
function profileRefusal(words: Words, error: ApiFailure, names: readonly string[]): FormError {
  const name = "preferred_username";
  if (error.exception !== "AliasExistsException" || !names.includes(name)) {
    return attributeRefusal(words, error, names);
  }
  const label = attributeLabel(words, name);
  return { field: attributeField(name), message: fill(words.accountPages.profile.taken, { label }) };
}

export const confirmAddress: Act = async (world, submission, signedIn) => {
  const name = addressIn(submission.fields["attribute"]);
  return name === undefined
    ? again(world, submission, signedIn, [])
    : startVerifying(world, submission.open, signedIn.user, name);
};

export const askToRemoveAddress: Act = async (world, submission, signedIn) => {
  const name = addressIn(submission.fields["attribute"]);
  const address = name && signedIn.user.attributes[name];
  if (name === undefined || address === undefined) return again(world, submission, signedIn, []);
  const { removeAddress: words, removeIt } = submission.open.look.words.accountPages;
  return question(world, submission.open, {
    title: words.titles[name],
    what: fill(words.what, { address }),
    yes: { value: "removeAddressForGood", label: removeIt },
    hidden: { attribute: name },
  });
};

export const removeOwnAddress: Act = async (world, submission, signedIn) => {
  const { open, fields } = submission;
  const name = addressIn(fields["attribute"]);
  if (name === undefined) return again(world, submission, signedIn, []);
  const { pool, client } = open.request;
  const { metadata } = open.look;
  await removeAddress(world, { pool, client, user: signedIn.user, name, metadata, fail }, (tables) =>
    doneWithin(tables, open, "addressRemoved"),
  );
  return { kind: "next", step: "account" };
};

function addressIn(attribute: string | undefined): ContactAttribute | undefined {
  return contactAttributes.find((each) => each === attribute);
}

/** Against what the page showed and not what is there now: what nobody has touched stays as others have made it. */
function changed(name: string, shown = "", given = ""): readonly (readonly [string, string])[] {
  return inOneLine(shown) === inOneLine(given) ? [] : [[name, given]];
}

/** As a browser's field has it. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, "").trim();
}

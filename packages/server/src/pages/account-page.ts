/** What the account page shows of its person. */
import type { World } from "../core/ports.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import {
  contactAttributes,
  isOwnAddressToChange,
  isOwnToChange,
  isVerified,
} from "../core/users/attributes.ts";
import { isRemovable } from "../core/users/remove-address.ts";
import { schemaOf } from "../core/users/schema.ts";
import type { User } from "../core/users/user.ts";
import { findWaitingAddress } from "../core/users/verify-address.ts";
import type { Words } from "../languages/en.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { factorsOnPage } from "./account-factors-page.ts";
import { devicesOf, sessionsOf } from "./account-places-page.ts";
import { ownPath } from "./addresses.ts";
import { otherErrors, requiredAttributes, shownValues } from "./attribute-fields.ts";
import { displayName } from "./display-name.ts";
import type { OpenFlow } from "./flow.ts";
import type { AccountNotice } from "./own-state.ts";
import { pageFrame } from "./page-frame.ts";
import { passkeyName } from "./passkey-name.ts";
import { renderAccount } from "./views/account.tsx";
import type { AccountProps } from "./views/account-props.ts";
import { attributeField, shownField } from "./views/attribute-fields.tsx";
import type { FormError } from "./views/form.tsx";
import { passkeyHost } from "./ways.ts";

/** `given` is what was typed and not taken. */
export async function showAccount(
  world: World,
  open: OpenFlow,
  signedIn: SignedInBrowser,
  errors: readonly FormError[] = [],
  given: Parameters = {},
): Promise<string> {
  const { request, state } = open;
  const { pool, query } = request;
  const { user } = signedIn;
  const names = profileNames(open, user);
  // Of another form's refusal, nothing was typed into these fields.
  const wasProfile = errors.length > 0 && given["action"] === "save";
  const fields = wasProfile ? given : fieldsOf(user, names);
  return renderAccount({
    ...pageFrame(world, open),
    username: displayName(user),
    notice: state.step === "account" && state.notice ? noticeWords(open.look.words, state.notice) : undefined,
    addresses: await addressesOf(world, open, user),
    attributes: requiredAttributes(open, names, fields, errors),
    shown: shownValues(fields, names),
    requiredNames: names.filter((name) => schemaOf(pool).get(name)?.Required === true),
    hasPassword: user.passwordHash !== undefined,
    passwordHref: ownPath("changePassword", query),
    passkeyHref: passkeyHost(world, request) && ownPath("accountPasskey", query),
    passkeys: await passkeysOf(world, open, user),
    ...(await factorsOnPage(world, open, user)),
    sessions: await sessionsOf(world, open, signedIn),
    devices: await devicesOf(world, open, user),
    errors: otherErrors(errors, names),
  });
}

/** What the app may write, and the person has or the pool asks for; addresses have rules of their own. */
export function profileNames(
  { request: { pool, client } }: OpenFlow,
  { attributes }: User,
): readonly string[] {
  return [...schemaOf(pool).values()]
    .filter((attribute) => isOwnToChange(client, attribute))
    .filter(
      ({ Name = "", Required }) => attributes[Name] !== undefined || Required === true || Name === "name",
    )
    .map(({ Name = "" }) => Name);
}

/** As the form brings them when nobody has touched it. */
function fieldsOf({ attributes }: User, names: readonly string[]): Parameters {
  const fieldsOfName = [attributeField, shownField];
  return Object.fromEntries(
    names.flatMap((name) => fieldsOfName.map((field) => [field(name), attributes[name]])),
  );
}

/** Those that the person has or may add. */
async function addressesOf(
  world: World,
  { request: { pool, client, query } }: OpenFlow,
  user: User,
): Promise<AccountProps["addresses"]> {
  const found = contactAttributes.map(async (name) => {
    const value = user.attributes[name];
    const screen = name === "email" ? "changeEmail" : "changePhone";
    return {
      name,
      value,
      isConfirmed: isVerified(user.attributes, name),
      waiting: (await findWaitingAddress(world, user, name))?.to,
      changeHref: isOwnAddressToChange(pool, client, name) ? ownPath(screen, query) : undefined,
      isRemovable: isRemovable(pool, client, user, name),
    };
  });
  const all = await Promise.all(found);
  return all.filter(({ value, changeHref }) => value !== undefined || changeHref !== undefined);
}

async function passkeysOf(
  world: World,
  { look }: OpenFlow,
  { poolId, sub }: User,
): Promise<AccountProps["passkeys"]> {
  const passkeys = await world.store.read.passkeys.listOfUser(poolId, sub);
  return passkeys.map((passkey) => ({
    id: passkey.credentialId,
    name: passkeyName(look.words, passkey),
    createdAt: passkey.createdAt,
    lastUsedAt: passkey.lastUsedAt,
  }));
}

function noticeWords({ accountPages, passkeys }: Words, notice: AccountNotice): string {
  return notice === "passkeyAdded" ? passkeys.added : accountPages.notices[notice];
}

/** What the account page shows of its person. */
import type { World } from "../core/ports.ts";
import { livingSessions } from "../core/sessions/living-sessions.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import { isOwnToChange } from "../core/users/attributes.ts";
import { recoveryAttributes } from "../core/users/recovery-contact.ts";
import { schemaOf } from "../core/users/schema.ts";
import type { User } from "../core/users/user.ts";
import type { Parameters } from "../oauth/parameters.ts";
import { addPasskeyPath, forgotPasswordPath } from "./addresses.ts";
import { otherErrors, requiredAttributes } from "./attribute-fields.ts";
import { displayName } from "./display-name.ts";
import type { OpenFlow } from "./flow.ts";
import { pageFrame } from "./page-frame.ts";
import { type AccountProps, renderAccount } from "./views/account.tsx";
import { attributeField } from "./views/attribute-fields.tsx";
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
  const { words } = open.look;
  const names = profileNames(open, user);
  const fields = errors.length > 0 ? given : fieldsOf(user, names);
  const passkeys = await world.store.read.passkeys.listOfUser(pool.poolId, user.sub);
  return renderAccount({
    ...pageFrame(world, open),
    username: displayName(user),
    notice: state.step === "account" && state.notice ? words.account[state.notice] : undefined,
    addresses: addressesOf(user),
    attributes: requiredAttributes(open, names, fields, errors),
    requiredNames: names.filter((name) => schemaOf(pool).get(name)?.Required === true),
    passwordHref: recoveryAttributes(pool).length > 0 ? forgotPasswordPath(query) : undefined,
    passkeyHref: passkeyHost(world, request) && addPasskeyPath(query),
    passkeys: passkeys.map(({ friendlyName, createdAt }) => ({ name: friendlyName, createdAt })),
    sessions: await sessionsOf(world, open, signedIn),
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

function fieldsOf({ attributes }: User, names: readonly string[]): Parameters {
  return Object.fromEntries(names.map((name) => [attributeField(name), attributes[name]]));
}

function addressesOf({ attributes }: User): AccountProps["addresses"] {
  return (["email", "phone_number"] as const).flatMap((name) => {
    const value = attributes[name];
    return value === undefined
      ? []
      : [{ name, value, isConfirmed: attributes[`${name}_verified`] === "true" }];
  });
}

/** Apps and browsers, the most recent first; this browser is the first of all. */
async function sessionsOf(
  world: World,
  { request: { pool }, look }: OpenFlow,
  { user, session: own }: SignedInBrowser,
): Promise<AccountProps["sessions"]> {
  const { read } = world.store;
  const { account } = look.words;
  const { tokenSessions, ssoSessions } = await livingSessions(read, pool, user, world.clock.now());
  const browsers = ssoSessions.map(({ sessionId, authenticatedAt, ipAddress }) => {
    const isCurrent = sessionId === own.sessionId;
    return {
      sessionId,
      name: isCurrent ? account.thisBrowser : account.aBrowser,
      at: authenticatedAt,
      ipAddress,
      isCurrent,
    };
  });
  const apps = await Promise.all(
    tokenSessions.map(async ({ sessionId, clientId, lastUsedAt, ipAddress }) => {
      const client = await read.clients.find(pool.poolId, clientId);
      const name = client?.settings.ClientName ?? account.anApp;
      return { sessionId, name, at: lastUsedAt, ipAddress, isCurrent: false };
    }),
  );
  const others = [...browsers, ...apps].toSorted((one, other) => other.at - one.at);
  return others.toSorted((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
}

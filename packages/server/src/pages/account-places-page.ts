/** Sessions and devices on the account page. */
import { tracksDevices } from "../core/devices/require-device.ts";
import type { World } from "../core/ports.ts";
import { livingSessions } from "../core/sessions/living-sessions.ts";
import type { SignedInBrowser } from "../core/sign-in/browser-sign-in.ts";
import type { User } from "../core/users/user.ts";
import type { OpenFlow } from "./flow.ts";
import type { AccountProps } from "./views/account-props.ts";

/** A page stays light; whoever has more forgets the first ones and sees the rest. */
const mostDevices = 30;

/** Apps and browsers, the most recent first; this browser is the first of all. */
export async function sessionsOf(
  world: World,
  { request: { pool }, look }: OpenFlow,
  { user, session: own }: SignedInBrowser,
): Promise<AccountProps["sessions"]> {
  const { read } = world.store;
  const { sessions } = look.words.accountPages;
  const { tokenSessions, ssoSessions } = await livingSessions(read, pool, user, world.clock.now());
  const browsers = ssoSessions.map(({ sessionId, authenticatedAt, ipAddress, browser }) => {
    const isCurrent = sessionId === own.sessionId;
    const name = isCurrent ? sessions.thisBrowser : (browser ?? sessions.aBrowser);
    return { sessionId, name, at: authenticatedAt, ipAddress, isCurrent };
  });
  const apps = await Promise.all(
    tokenSessions.map(async ({ sessionId, clientId, lastUsedAt, ipAddress }) => {
      const client = await read.clients.find(pool.poolId, clientId);
      const name = client?.settings.ClientName ?? sessions.anApp;
      return { sessionId, name, at: lastUsedAt, ipAddress, isCurrent: false };
    }),
  );
  const others = [...browsers, ...apps].toSorted((one, other) => other.at - one.at);
  return others.toSorted((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
}

/** The most recently used first. */
export async function devicesOf(
  world: World,
  { request: { pool }, look }: OpenFlow,
  { poolId, sub }: User,
): Promise<AccountProps["devices"]> {
  if (!tracksDevices(pool)) return [];
  const { aDevice } = look.words.accountPages.devices;
  const devices = await world.store.read.devices.listOfUser(poolId, sub, { limit: mostDevices });
  return devices
    .toSorted((one, other) => other.lastAuthenticatedAt - one.lastAuthenticatedAt)
    .map(({ deviceKey, name = aDevice, isRemembered, lastAuthenticatedAt, lastIpAddress }) => ({
      key: deviceKey,
      name,
      isRemembered,
      at: lastAuthenticatedAt,
      ipAddress: lastIpAddress,
    }));
}

/** The account page's places: where somebody is signed in, and the devices that are remembered. */
import { forgetDevice } from "../core/devices/forget-device.ts";
import { fail } from "../core/failures.ts";
import { deviceKey } from "../core/ids.ts";
import { revokeSession } from "../core/sessions/revoke-session.ts";
import { endSignIns } from "../core/users/end-sign-ins.ts";
import { type Act, again, done } from "./account-result.ts";
import { signInForPath } from "./addresses.ts";

export const signOutThere: Act = async (world, { open, fields }, { user }) => {
  const { session: sessionId = "" } = fields;
  await revokeSession(world, open.request.pool, user, { sessionId, associated: "LINKED" }, fail);
  return done(world, open, "signedOutThere");
};

/** This browser included: the sign-in page is next. */
export const signOutEverywhere: Act = async (world, { open }, { user }) => {
  const now = world.clock.now();
  await world.store.write((tables) => endSignIns(tables, user, "signedOut", now));
  return { kind: "elsewhere", path: signInForPath("account", open.request.query) };
};

export const forgetOwnDevice: Act = async (world, submission, signedIn) => {
  const { open, fields } = submission;
  const { poolId, sub } = signedIn.user;
  const key = deviceKey(fields["device"] ?? "");
  const device = await world.store.read.devices.find(poolId, sub, key);
  if (device === undefined) return again(world, submission, signedIn, []);
  await forgetDevice(world, signedIn.user, key, fail);
  return done(world, open, "deviceForgotten");
};

/** The account page's places: where somebody is signed in, and the devices that are remembered. */
import { forgetDevice } from "../core/devices/forget-device.ts";
import { fail } from "../core/failures.ts";
import { deviceKey } from "../core/ids.ts";
import { revokeSession } from "../core/sessions/revoke-session.ts";
import { endBrowserSession } from "../core/sign-in/browser-sign-in.ts";
import { endSignIns } from "../core/users/end-sign-ins.ts";
import { type Act, again, done } from "./account-result.ts";
import { signInForPath } from "./addresses.ts";
import { pageFrame } from "./page-frame.ts";
import { renderSignedOut } from "./views/sign-out.tsx";

export const signOutThere: Act = async (world, { open, fields }, { user }) => {
  const { session: sessionId = "" } = fields;
  await revokeSession(world, open.request.pool, user, { sessionId, associated: "LINKED" }, fail);
  return done(world, open, "signedOutThere");
};

/** In this browser; its apps keep what they have. */
export const signOutHere: Act = async (world, { open, before }) => {
  if (before !== undefined) await endBrowserSession(world, before);
  const { look, poolName } = pageFrame(world, open);
  const back = { href: signInForPath("account", open.request.query), label: look.words.common.signIn };
  return { kind: "page", html: renderSignedOut({ look, poolName, back }) };
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

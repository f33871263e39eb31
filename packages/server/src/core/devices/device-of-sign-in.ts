/** The device that a sign-in claims to come from, and what it may replace. */
import type { DeviceKey } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Attempt } from "../sign-in/attempt.ts";
import { type Progress, type SignIn, sentDeviceKey } from "../sign-in/sign-in.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import type { Device } from "./device.ts";
import { requireDevice, tracksDevices } from "./require-device.ts";

/**
 * Undefined when no key was sent or the pool tracks no devices; throws "Device does not exist." for an unknown key, which
 * makes clients begin again without it. Asked only after the first factor: strangers cannot try keys.
 */
export async function deviceOfSignIn(
  world: World,
  { pool, fail }: Pick<Attempt, "pool" | "fail">,
  { user, progress }: SignIn,
): Promise<Device | undefined> {
  if (!tracksDevices(pool) || progress.deviceKey === undefined) return undefined;
  return requireDevice(world, user, progress.deviceKey, fail);
}

/**
 * For sign-ins whose later calls cannot leave a key out that an earlier one sent: refused while the client can still begin
 * again. Nobody has no device, and is told what somebody without it is told.
 */
export async function requireKnownDevice(
  world: World,
  attempt: Pick<Attempt, "pool" | "fail">,
  user: User | undefined,
  progress: Progress,
): Promise<void> {
  if (user !== undefined) await deviceOfSignIn(world, attempt, { user, progress });
  else if (tracksDevices(attempt.pool) && progress.deviceKey !== undefined) {
    throw attempt.fail("ResourceNotFoundException", texts.deviceNotFound);
  }
}

/**
 * With a code or a passkey, which clients do not answer again without the key: Amplify would send a forgotten one for ever. So one
 * that is not the person's counts as none there.
 */
export async function deviceKeyWithAnswer(
  world: World,
  { poolId, sub }: User,
  progress: Progress,
  responses: Readonly<Record<string, string>>,
): Promise<DeviceKey | undefined> {
  const sent = sentDeviceKey(responses);
  if (progress.deviceKey !== undefined || sent === undefined) return progress.deviceKey;
  return (await world.store.read.devices.find(poolId, sub, sent))?.deviceKey;
}

/** Does it spare its owner the second factor? A remembered one, where the pool challenges only new devices. */
export function replacesSecondFactor({ settings }: Pool, device: Pick<Device, "isRemembered">): boolean {
  return device.isRemembered && settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice === true;
}

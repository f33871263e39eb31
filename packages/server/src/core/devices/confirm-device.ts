/** ConfirmDevice: the new device of a sign-in registers how it will prove itself. */
import type { DeviceSecretVerifierConfigType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { DeviceKey } from "../ids.ts";
import type { SrpVerifier, World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { VerifiedAccessToken } from "../tokens/access-token.ts";
import type { Family } from "../tokens/family.ts";
import { requireRecentSignIn } from "../tokens/require-recent-sign-in.ts";
import type { Device } from "./device.ts";
import { replacesSecondFactor } from "./device-of-sign-in.ts";
import { parseDeviceVerifier, sealDeviceVerifier } from "./device-verifier.ts";
import { deviceGroupKey } from "./new-device.ts";
import { requireDeviceTracking } from "./require-device.ts";

export interface NewDevice {
  readonly key: string;
  readonly name: string | undefined;
  readonly verifier: DeviceSecretVerifierConfigType | undefined;
  readonly ipAddress: string | undefined;
}

type ConfirmFail = Fail<
  | "DeviceKeyExistsException"
  | "InvalidParameterException"
  | "InvalidUserPoolConfigurationException"
  | "NotAuthorizedException"
>;

/** Only the device that the caller's own sign-in was given: nobody confirms another's, or one they made up. */
export async function confirmDevice(
  world: World,
  { pool, family }: VerifiedAccessToken,
  newDevice: NewDevice,
  fail: ConfirmFail,
): Promise<Device> {
  requireDeviceTracking(pool, fail);
  const { deviceKey } = family;
  if (deviceKey === undefined || newDevice.key !== deviceKey) {
    throw fail("InvalidParameterException", texts.deviceKeyInvalid);
  }
  const isRemembered = pool.settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt !== true;
  if (replacesSecondFactor(pool, { isRemembered })) requireRecentSignIn(world, { pool, family }, fail);
  const verifier = parseDeviceVerifier(world, newDevice.verifier, fail);
  const device = { ...deviceOf(world, { ...family, deviceKey }, newDevice, verifier), isRemembered };
  await world.store.write(async ({ devices, families }) => {
    // Whoever has just forgotten the device has ended the sign-in too: it must not bring the device back.
    const latest = await families.find(family.poolId, family.sub, family.familyId);
    if (latest === undefined || latest.endedAt !== undefined) {
      throw fail("NotAuthorizedException", texts.accessTokenRevoked);
    }
    const isFirst = await devices.insert(device);
    if (!isFirst) throw fail("DeviceKeyExistsException", texts.deviceExists);
  });
  return device;
}

function deviceOf(
  world: World,
  { poolId, sub, deviceKey, authenticatedAt }: Family & { readonly deviceKey: DeviceKey },
  { name, ipAddress }: NewDevice,
  verifier: SrpVerifier,
): Omit<Device, "isRemembered"> {
  const now = world.clock.now();
  const owned = { poolId, sub, deviceKey };
  return {
    ...owned,
    groupKey: deviceGroupKey(world, deviceKey),
    name,
    sealedVerifier: sealDeviceVerifier(world, owned, verifier),
    waitingSession: undefined,
    lastIpAddress: ipAddress,
    createdAt: now,
    modifiedAt: now,
    lastAuthenticatedAt: authenticatedAt,
  };
}

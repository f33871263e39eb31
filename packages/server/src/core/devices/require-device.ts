/** Devices by their keys, in pools that track them. */
import type { Fail } from "../failures.ts";
import type { DeviceKey } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { User } from "../users/user.ts";
import type { Device } from "./device.ts";

export function tracksDevices({ settings }: Pool): boolean {
  return settings.DeviceConfiguration !== undefined;
}

export function requireDeviceTracking(pool: Pool, fail: Fail<"InvalidUserPoolConfigurationException">): void {
  if (!tracksDevices(pool)) throw fail("InvalidUserPoolConfigurationException", texts.devicesNotTracked);
}

export async function requireDevice(
  world: World,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  key: DeviceKey,
  fail: Fail<"ResourceNotFoundException">,
): Promise<Device> {
  const device = await world.store.read.devices.find(poolId, sub, key);
  if (device === undefined) throw fail("ResourceNotFoundException", texts.deviceNotFound);
  return device;
}

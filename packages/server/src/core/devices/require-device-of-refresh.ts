/** Which device a refresh must come from. A refresh token that was stolen without the key of its device is worthless. */
import { deviceKey } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Family } from "../tokens/family.ts";
import { tracksDevices } from "./require-device.ts";

/** At the JSON API. Needed once the device is confirmed: before, its app may not have kept the key. */
export async function isFromItsDevice(
  world: World,
  pool: Pool,
  family: Family,
  given: string | undefined,
): Promise<boolean> {
  const { poolId, sub } = family;
  if (!tracksDevices(pool) || family.deviceKey === undefined) return true;
  if (given !== undefined && deviceKey(given) === family.deviceKey) return true;
  return (await world.store.read.devices.find(poolId, sub, family.deviceKey)) === undefined;
}

/** The token endpoint takes no key, so it does not refresh sign-ins of the JSON API there (`cognito.md` §3.2). */
export function needsDeviceKey(pool: Pool, { isHosted }: Family): boolean {
  return tracksDevices(pool) && !isHosted;
}

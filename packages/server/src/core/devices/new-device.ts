/** The names a new device gets. Nothing is stored until the app confirms it. */
import { type DeviceKey, deviceKey, regionOf } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";

export function newDeviceKey(world: World, { poolId }: Pool): DeviceKey {
  return deviceKey(`${regionOf(poolId)}_${world.random.uuid()}`);
}

/** Made from the key, so that ConfirmDevice finds it again: `-` and eight more characters. */
export function deviceGroupKey(world: Pick<World, "digests">, key: DeviceKey): string {
  return `-${world.digests
    .fingerprint(`device group ${key}`)
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, 8)}`;
}

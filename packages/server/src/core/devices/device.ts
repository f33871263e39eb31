/**
 * A device that a person confirmed: it proves itself by its own SRP verifier, and if it is remembered it may replace a
 * second factor.
 */
import type { DeviceKey, PoolId, Sub } from "../ids.ts";
import type { PageRequest } from "../page.ts";

export interface Device {
  readonly poolId: PoolId;
  readonly sub: Sub;
  /** `<region>_<uuid>`. */
  readonly deviceKey: DeviceKey;
  readonly groupKey: string;
  readonly name: string | undefined;
  /** JSON of an `SrpVerifier`, sealed. */
  readonly sealedVerifier: string;
  /** The newest sign-in that waits for its proof: the session of its DEVICE_SRP_AUTH, sealed as every session is. */
  readonly waitingSession: string | undefined;
  readonly isRemembered: boolean;
  readonly lastIpAddress: string | undefined;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly lastAuthenticatedAt: number;
}

export interface DeviceTable {
  find(poolId: PoolId, sub: Sub, deviceKey: DeviceKey): Promise<Device | undefined>;
  /** Ordered by device key; `after` is one. */
  listOfUser(poolId: PoolId, sub: Sub, page: PageRequest): Promise<readonly Device[]>;
  /** False when the person has a device of that key. */
  insert(device: Device): Promise<boolean>;
  setRemembered(
    poolId: PoolId,
    sub: Sub,
    deviceKey: DeviceKey,
    isRemembered: boolean,
    now: number,
  ): Promise<boolean>;
  wait(poolId: PoolId, sub: Sub, deviceKey: DeviceKey, session: string): Promise<boolean>;
  /** A sign-in with it. */
  touch(
    poolId: PoolId,
    sub: Sub,
    deviceKey: DeviceKey,
    ipAddress: string | undefined,
    now: number,
  ): Promise<boolean>;
  delete(poolId: PoolId, sub: Sub, deviceKey: DeviceKey): Promise<boolean>;
}

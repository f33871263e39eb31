import type { Kysely, Selectable } from "kysely";
import type { Device, DeviceTable } from "../core/devices/device.ts";
import { type DeviceKey, deviceKey, type PoolId, poolId, type Sub, sub } from "../core/ids.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export function deviceTable(db: Kysely<Schema>): DeviceTable {
  return {
    async find(poolId, sub, deviceKey) {
      const [row] = await selectDevice(db, poolId, sub, deviceKey);
      return row && toDevice(row);
    },
    async listOfUser(poolId, sub, { limit, after }) {
      const devices = db
        .selectFrom("devices")
        .selectAll()
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub);
      const page = after === undefined ? devices : devices.where("device_key", ">", after);
      return (await page.orderBy("device_key").limit(limit).execute()).map(toDevice);
    },
    async insert(device) {
      const inserted = await db
        .insertInto("devices")
        .values(fromDevice(device))
        .onConflict((conflict) => conflict.doNothing())
        .returning("device_key")
        .executeTakeFirst();
      return inserted !== undefined;
    },
    setRemembered: (poolId, sub, deviceKey, isRemembered, now) =>
      change(db, poolId, sub, deviceKey, { is_remembered: isRemembered ? 1 : 0, modified_at: now }),
    wait: (poolId, sub, deviceKey, session) =>
      change(db, poolId, sub, deviceKey, { waiting_session: session }),
    touch: (poolId, sub, deviceKey, ipAddress, now) =>
      change(db, poolId, sub, deviceKey, {
        last_authenticated_at: now,
        ...(ipAddress !== undefined && { last_ip_address: ipAddress }),
      }),
    async delete(poolId, sub, deviceKey) {
      const deleted = await db
        .deleteFrom("devices")
        .where("pool_id", "=", poolId)
        .where("sub", "=", sub)
        .where("device_key", "=", deviceKey)
        .returning("device_key")
        .executeTakeFirst();
      return deleted !== undefined;
    },
  };
}

const selectDevice = prepared((db, poolId: string, sub: string, deviceKey: string) =>
  db
    .selectFrom("devices")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("device_key", "=", deviceKey),
);

async function change(
  db: Kysely<Schema>,
  poolId: PoolId,
  sub: Sub,
  deviceKey: DeviceKey,
  columns: Partial<Schema["devices"]>,
): Promise<boolean> {
  const changed = await db
    .updateTable("devices")
    .set(columns)
    .where("pool_id", "=", poolId)
    .where("sub", "=", sub)
    .where("device_key", "=", deviceKey)
    .returning("device_key")
    .executeTakeFirst();
  return changed !== undefined;
}

function toDevice(row: Selectable<Schema["devices"]>): Device {
  return {
    poolId: poolId(row.pool_id),
    sub: sub(row.sub),
    deviceKey: deviceKey(row.device_key),
    groupKey: row.group_key,
    name: row.name ?? undefined,
    sealedVerifier: row.sealed_verifier,
    waitingSession: row.waiting_session ?? undefined,
    isRemembered: row.is_remembered === 1,
    lastIpAddress: row.last_ip_address ?? undefined,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    lastAuthenticatedAt: row.last_authenticated_at,
  };
}

function fromDevice(device: Device): Schema["devices"] {
  return {
    pool_id: device.poolId,
    sub: device.sub,
    device_key: device.deviceKey,
    group_key: device.groupKey,
    name: device.name ?? null,
    sealed_verifier: device.sealedVerifier,
    waiting_session: device.waitingSession ?? null,
    is_remembered: device.isRemembered ? 1 : 0,
    last_ip_address: device.lastIpAddress ?? null,
    created_at: device.createdAt,
    modified_at: device.modifiedAt,
    last_authenticated_at: device.lastAuthenticatedAt,
  };
}

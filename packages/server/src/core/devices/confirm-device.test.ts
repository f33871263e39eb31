import { expect, test } from "vitest";
import { aFamily } from "../../../test/sql/fixtures.ts";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import { deviceKey } from "../ids.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { confirmDevice } from "./confirm-device.ts";

const pool = plainPool({ settings: { DeviceConfiguration: {} } });
const client = plainClient();
const user = plainUser();
const { poolId, sub } = user;
const key = deviceKey("us-east-1_device1");
const family = aFamily({ poolId, sub, clientId: client.clientId, deviceKey: key });

test.each<[string, (tables: Tables) => Promise<unknown>]>([
  [
    "signs out by forgetting it",
    ({ families }) => families.end(poolId, sub, family.familyId, "deviceForgotten", 9),
  ],
  ["deletes the account", ({ users }) => users.delete(poolId, sub)],
])("no device is stored of somebody who %s while confirming it", async (_, meanwhile) => {
  const world = await testWorld();
  await world.store.write(async (tables) => {
    await tables.users.insert(user, []);
    await tables.families.insert(family);
    await meanwhile(tables);
  });
  const verifier = { PasswordVerifier: btoa("\u0002"), Salt: btoa("salt") };
  const newDevice = { key, name: undefined, verifier, ipAddress: undefined };
  const confirming = confirmDevice(world, { pool, client, user, family, scopes: [] }, newDevice, fail);
  await expect(confirming).rejects.toThrow(texts.accessTokenRevoked);
  expect(await world.store.read.devices.find(poolId, sub, key)).toBeUndefined();
});

import { expect, test } from "vitest";
import { plainClient, plainPool } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../../core/failures.ts";
import type { World } from "../../core/ports.ts";
import type { Tables } from "../../core/tables.ts";
import { SetUICustomization } from "../branding/SetUICustomization.ts";
import { CreateGroup } from "../groups/CreateGroup.ts";
import { RotateSigningKeys } from "../house/RotateSigningKeys.ts";

const { poolId } = plainPool();
const { clientId } = plainClient();
const caller = { accessKeyId: "AKIATEST", scope: { kind: "ALL" }, region: "us-east-1" } as const;

/** With a pool and a client, and what an operation needs during which `remove` comes first in the queue of writers. */
async function during(remove: (tables: Tables) => Promise<unknown>) {
  const world = await testWorld();
  await world.store.write(async ({ pools, clients }) => {
    await pools.insert(plainPool());
    await clients.insert(plainClient());
  });
  const write: World["store"]["write"] = async (work, last) => {
    await world.store.write(remove);
    return world.store.write(work, last);
  };
  const store = { ...world.store, write };
  return { ...world, store, fail, requestId: "request", source: undefined, caller };
}

const deletingPool = ({ pools }: Tables) => pools.delete(poolId);
const poolGone = { exception: "ResourceNotFoundException", message: `User pool ${poolId} does not exist.` };

test("a group made while its pool is deleted is not left behind", async () => {
  const context = await during(deletingPool);
  await expect(CreateGroup({ UserPoolId: poolId, GroupName: "late" }, context)).rejects.toMatchObject(
    poolGone,
  );
  expect(await context.store.read.groups.find(poolId, "late")).toBeUndefined();
});

test("no signing key is made for a pool that is deleted meanwhile", async () => {
  const context = await during(deletingPool);
  await expect(RotateSigningKeys({ UserPoolId: poolId }, context)).rejects.toMatchObject(poolGone);
  expect(await context.store.read.signingKeys.list(poolId)).toEqual([]);
});

test("the look of a client that is deleted meanwhile is not stored", async () => {
  const context = await during(({ clients }) => clients.delete(poolId, clientId));
  const CSS = ".label-customizable { color: red; }";
  await expect(
    SetUICustomization({ UserPoolId: poolId, ClientId: clientId, CSS }, context),
  ).rejects.toMatchObject({
    exception: "ResourceNotFoundException",
    message: `User pool client ${clientId} does not exist.`,
  });
  expect(await context.store.read.brandings.find(poolId, clientId, "classic")).toBeUndefined();
});

import { expect, test } from "vitest";
import { ada, aGroup, aUser, house } from "../../../test/sql/fixtures.ts";
import { plainTrail } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { auditedStore } from "../audit/audited-store.ts";
import { sub } from "../ids.ts";
import type { Store } from "../tables.ts";
import { deleteGroup } from "./delete-group.ts";

test("others write while a group with thousands of members is deleted, and nobody is in the next of its name", async () => {
  const { store } = await testWorld();
  await store.write(async ({ groups, users }) => {
    await groups.insert(aGroup());
    await users.insert(aUser(), []);
    await groups.addMember(house, aGroup().name, ada);
    for (let each = 0; each < 2_500; each += 1) {
      await groups.addMember(house, aGroup().name, sub(`member-${each}`));
    }
  });
  const ended: string[] = [];
  const deleting = deleteGroup(store, house, aGroup().name).then((isDeleted) => {
    ended.push("group");
    return isDeleted;
  });
  await store.write(async ({ groups }) => void (await groups.insert(aGroup({ name: "meanwhile" }))));
  ended.push("other write");
  expect(await deleting).toBe(true);
  expect(ended).toEqual(["other write", "group"]);

  expect(await store.read.groups.find(house, aGroup().name)).toBeUndefined();
  expect(await deleteGroup(store, house, aGroup().name)).toBe(false);
  await store.write(({ groups }) => groups.insert(aGroup()));
  expect(await store.read.groups.listOfUser(house, ada)).toEqual([]);
});

test("AC-14: members that are taken out of a group have a record, though the group itself is not deleted then", async () => {
  const world = await testWorld();
  await world.store.write(async ({ groups }) => {
    await groups.insert(aGroup());
    for (let each = 0; each < 1_500; each += 1) {
      await groups.addMember(house, aGroup().name, sub(`member-${each}`));
    }
  });
  const store = auditedStore(world.store, world, plainTrail, () => undefined);
  let writes = 0;
  const interrupted: Store = {
    ...store,
    write: (work, last) => {
      writes += 1;
      return writes > 1 ? Promise.reject(new Error("the disk is full")) : store.write(work, last);
    },
  };
  const recorded = async () =>
    (await store.read.audit.listRecords(house, undefined, { limit: 9 })).flatMap(({ changes }) => changes);
  const on = `group ${aGroup().name}`;
  await expect(deleteGroup(interrupted, house, aGroup().name)).rejects.toThrow("the disk is full");
  expect(await recorded()).toEqual([{ what: "groups.removeMembers", on }]);
  expect(await deleteGroup(store, house, aGroup().name)).toBe(true);
  expect(await deleteGroup(store, house, aGroup().name)).toBe(false);
  expect(await recorded()).toEqual([
    { what: "groups.removeMembers", on },
    { what: "groups.delete", on },
  ]);
});

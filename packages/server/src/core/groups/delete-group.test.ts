import { expect, test } from "vitest";
import { ada, aGroup, aUser, house } from "../../../test/sql/fixtures.ts";
import { testWorld } from "../../../test/support/world.ts";
import { sub } from "../ids.ts";
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

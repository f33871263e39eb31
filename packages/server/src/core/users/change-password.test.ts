import { expect, test } from "vitest";
import { aFamily } from "../../../test/sql/fixtures.ts";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import { texts } from "../texts.ts";
import { changePassword } from "./change-password.ts";
import type { User } from "./user.ts";

const pool = plainPool();
const client = plainClient();

test.each<[string, Partial<User>]>([
  ["sets another one", { passwordHash: "another" }],
  ["resets the account", { status: "RESET_REQUIRED" }],
])("a new password does not undo what an administrator does meanwhile who %s", async (_, meanwhile) => {
  const world = await testWorld();
  const user = plainUser({ status: "CONFIRMED", passwordHash: await world.passwords.hash("Old-Horse-77") });
  const latest = { ...user, ...meanwhile };
  const family = aFamily({ poolId: user.poolId, sub: user.sub, clientId: client.clientId });
  await world.store.write(async ({ users, families }) => {
    await users.insert(latest, []);
    await families.insert(family);
  });
  const change = { pool, client, user, previous: "Old-Horse-77", isRecent: true, proposed: "New-Horse-78" };
  const changing = changePassword(world, { ...change, source: undefined, stays: { family }, fail });
  await expect(changing).rejects.toThrow(texts.incorrectUsernameOrPassword);
  expect(await world.store.read.users.find(user.poolId, user.sub)).toEqual(latest);
});

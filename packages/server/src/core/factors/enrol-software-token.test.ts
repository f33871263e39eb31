import { expect, test } from "vitest";
import { aClient, aPool, aUser } from "../../../test/sql/fixtures.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import { useEnrolee } from "./enrol-software-token.ts";

test("nothing is set up for somebody who is deleted while they ask", async () => {
  const { store } = await testWorld();
  const enrolee = { pool: aPool(), client: aClient(), user: aUser(), session: undefined };
  const use = () => store.write((tables) => useEnrolee(tables, enrolee, fail));
  await store.write(({ users }) => users.insert(enrolee.user, []));
  await use();
  await store.write(({ users }) => users.delete(enrolee.pool.poolId, enrolee.user.sub));
  await expect(use()).rejects.toMatchObject({
    exception: "NotAuthorizedException",
    message: "Access Token has been revoked",
  });
});

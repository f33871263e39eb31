import { expect, test } from "vitest";
import { plainClient, plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../../core/failures.ts";
import { poolId } from "../../core/ids.ts";
import { startFamily } from "../../core/tokens/start-family.ts";
import { ChangePassword } from "./ChangePassword.ts";

const id = poolId("us-east-1_abcdefghi");
const pool = plainPool({ poolId: id });
const client = plainClient({ poolId: id });

const old = "Old-password-1";

async function aStory() {
  const world = await testWorld();
  const user = plainUser({ poolId: id, passwordHash: await world.passwords.hash(old) });
  const signIn = { client, user, scopes: [], isHosted: false, authenticatedAt: 0 };
  const family = await world.store.write(async (tables) => {
    await tables.users.insert(user, [{ name: "ada", kind: "username" }]);
    return startFamily(world, tables, signIn);
  });
  const caller = { pool, client, user, family, scopes: [] };
  const change = (ProposedPassword: string) =>
    ChangePassword(
      { AccessToken: "verified", PreviousPassword: old, ProposedPassword },
      { ...world, fail, requestId: "request", source: undefined, caller },
    );
  return { world, user, change };
}

test("of two changes at once from the same old password, one wins and the other is told", async () => {
  const { world, user, change } = await aStory();
  const outcomes = await Promise.allSettled([change("New-password-2"), change("New-password-3")]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const winner = outcomes[0]?.status === "fulfilled" ? "New-password-2" : "New-password-3";
  const stored = await world.store.read.users.find(id, user.sub);
  expect(await world.passwords.verify(stored?.passwordHash, winner)).toBe(true);
});

test("RT-08: a change signs out every browser too", async () => {
  const { world, user, change } = await aStory();
  const { now } = world.clock;
  const session = {
    poolId: id,
    sessionHash: "hash",
    sub: user.sub,
    sessionId: undefined,
    ipAddress: undefined,
    browser: undefined,
    authenticatedAt: now(),
    lastUsedAt: now(),
    expiresAt: now() + 1000,
  };
  await world.store.write(({ browserSessions }) => browserSessions.insert(session));
  expect(await world.store.read.browserSessions.find(id, "hash", now())).toBeDefined();
  await change("New-password-2");
  expect(await world.store.read.browserSessions.find(id, "hash", now())).toBeUndefined();
});

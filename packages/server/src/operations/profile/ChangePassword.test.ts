import { expect, test } from "vitest";
import { testWorld } from "../../../test/support/world.ts";
import type { Client } from "../../core/clients/client.ts";
import { fail } from "../../core/failures.ts";
import { clientId, poolId, sub } from "../../core/ids.ts";
import { startFamily } from "../../core/tokens/start-family.ts";
import type { User } from "../../core/users/user.ts";
import { ChangePassword } from "./ChangePassword.ts";

const id = poolId("us-east-1_abcdefghi");
const times = { createdAt: 0, modifiedAt: 0 };
const mfa = { MfaConfiguration: "OFF" } as const;
const pool = { poolId: id, settings: {}, mfa, hasEternalIdTokens: false, ...times };
const tokenOptions = { claimMap: {}, idTokenNoExpiration: false };
const client: Client = {
  poolId: id,
  clientId: clientId("app"),
  settings: {},
  tokenOptions,
  secrets: [],
  ...times,
};

const old = "Old-password-1";

async function aStory() {
  const world = await testWorld();
  const user: User = {
    poolId: id,
    sub: sub("11111111-1111-4111-8111-111111111111"),
    username: "ada",
    status: "CONFIRMED",
    isEnabled: true,
    attributes: {},
    passwordHash: await world.passwords.hash(old),
    temporaryPasswordExpiresAt: undefined,
    ...times,
  };
  const signIn = { client, user, scopes: [], isHosted: false, authenticatedAt: 0 };
  const family = await world.store.write(async (tables) => {
    await tables.users.insert(user, [{ name: "ada", kind: "username" }]);
    return startFamily(world, tables, signIn);
  });
  const caller = { pool, client, user, family, scopes: [] };
  const change = (ProposedPassword: string) =>
    ChangePassword(
      { AccessToken: "verified", PreviousPassword: old, ProposedPassword },
      { ...world, fail, requestId: "request", caller },
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
    authenticatedAt: now(),
    expiresAt: now() + 1000,
  };
  await world.store.write(({ browserSessions }) => browserSessions.insert(session));
  expect(await world.store.read.browserSessions.find(id, "hash", now())).toBeDefined();
  await change("New-password-2");
  expect(await world.store.read.browserSessions.find(id, "hash", now())).toBeUndefined();
});

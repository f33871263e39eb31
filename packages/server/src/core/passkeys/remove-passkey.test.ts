import { expect, test } from "vitest";
import { plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { fail } from "../failures.ts";
import { poolId } from "../ids.ts";
import { texts } from "../texts.ts";
import type { Passkey } from "./passkey.ts";
import { removePasskey } from "./remove-passkey.ts";

const id = poolId("us-east-1_abcdefghi");
const settings = {
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
} as const;
const pool = plainPool({ poolId: id, settings });

/** Somebody with so many passkeys, and with a password or none. */
async function owner(count: number, passwordHash: string | undefined) {
  const world = await testWorld();
  const user = plainUser({ poolId: id, passwordHash });
  await world.store.write(async ({ users, passkeys }) => {
    await users.insert(user, [{ name: "ada", kind: "username" }]);
    for (let index = 0; index < count; index += 1) await passkeys.insert(passkeyOf(user.sub, `key${index}`));
  });
  const left = async () => (await world.store.read.passkeys.listOfUser(id, user.sub)).length;
  return { world, user, left };
}

function passkeyOf(sub: Passkey["sub"], credentialId: string): Passkey {
  return {
    poolId: id,
    sub,
    credentialId,
    relyingPartyId: "example.com",
    publicKey: "a2V5",
    counter: 0,
    aaguid: "00000000-0000-0000-0000-000000000000",
    friendlyName: "Passkey",
    attachment: undefined,
    transports: [],
    isBackedUp: false,
    createdAt: 0,
    lastUsedAt: undefined,
  };
}

test("the last way to sign in stays, for whoever may not shut themselves out", async () => {
  const { world, user, left } = await owner(1, undefined);
  await expect(removePasskey(world, { pool, user }, "key0", fail, fail)).rejects.toThrow(texts.lastWayIn);
  expect(await left()).toBe(1);
  await removePasskey(world, { pool, user }, "key0", fail, null);
  expect(await left()).toBe(0);
});

test.each([
  [1, "a password"],
  [2, undefined],
])("one of %i goes where another way is left, with %s as password", async (count, passwordHash) => {
  const { world, user, left } = await owner(count, passwordHash);
  await removePasskey(world, { pool, user }, "key0", fail, fail);
  expect(await left()).toBe(count - 1);
});

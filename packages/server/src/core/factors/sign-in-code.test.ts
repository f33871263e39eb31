import { expect, test } from "vitest";
import { plainPool, plainUser } from "../../../test/support/plain.ts";
import { testWorld } from "../../../test/support/world.ts";
import { verifyContact } from "./sign-in-code.ts";

const pool = plainPool();
const contact = { attribute: "email", medium: "EMAIL", to: "ada@example.com" } as const;
const user = plainUser({ attributes: { email: contact.to } });

/** What is left of Ada after a code that was sent to her address, while she came to be `meanwhile`. */
async function afterCode(meanwhile: Readonly<Record<string, string>>) {
  const { store } = await testWorld();
  await store.write(async ({ users }) => {
    await users.insert(user, []);
    await users.update({ ...user, attributes: meanwhile }, []);
  });
  await store.write((tables) => verifyContact(tables, pool, user, contact, 7));
  return store.read.users.find(pool.poolId, user.sub);
}

test("a code proves the address that it was sent to", async () => {
  const verified = { ...user, attributes: { email: contact.to, email_verified: "true" } };
  expect(await afterCode(user.attributes)).toEqual({ ...verified, modifiedAt: 7 });
  expect(await afterCode(verified.attributes)).toEqual(verified);
});

test("AP-08: a code proves no address that the person has changed to meanwhile", async () => {
  const attributes = { email: "new@example.com" };
  expect(await afterCode(attributes)).toEqual({ ...user, attributes });
});

test("a code proves nothing of somebody who is deleted meanwhile", async () => {
  const { store } = await testWorld();
  const verify = store.write((tables) => verifyContact(tables, pool, user, contact, 7));
  expect(await verify).toBeUndefined();
});

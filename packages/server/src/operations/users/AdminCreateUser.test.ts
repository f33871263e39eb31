import { expect, test } from "vitest";
import { plainPool } from "../../../test/support/plain.ts";
import { testWorld, writtenMessages } from "../../../test/support/world.ts";
import { fail } from "../../core/failures.ts";
import { poolId } from "../../core/ids.ts";
import type { Pool } from "../../core/pools/pool.ts";
import type { World } from "../../core/ports.ts";
import { checkPasswordOf } from "../../core/sign-in/password-sign-in.ts";
import { findUser } from "../../core/users/find-user.ts";
import type { AdminCreateUserRequest } from "../../model/shapes.ts";
import { AdminCreateUser } from "./AdminCreateUser.ts";

const id = poolId("us-east-1_abcdefghi");
const caller = { accessKeyId: "AKIATEST", scope: { kind: "ALL" }, region: "us-east-1" } as const;

async function aWorld() {
  const world = await testWorld();
  const pool = plainPool({ poolId: id });
  await world.store.write(({ pools }) => pools.insert(pool));
  return { world, pool };
}

function create(world: World, request: Partial<AdminCreateUserRequest>) {
  const UserAttributes = [{ Name: "email", Value: "ada@example.com" }];
  const input = { UserPoolId: id, Username: "ada", UserAttributes, ...request };
  return AdminCreateUser(input, { ...world, fail, requestId: "request", source: undefined, caller });
}

async function checkPassword(world: World, pool: Pool, name: string, password: string) {
  return checkPasswordOf(world, pool, name, await findUser(world, pool, name), password, undefined);
}

test("the invitation's password opens the account, and only to choose another", async () => {
  const { world, pool } = await aWorld();
  await create(world, {});
  const [message, ...others] = await writtenMessages(world);
  expect(others).toEqual([]);
  expect(message).toMatchObject({ medium: "EMAIL", to: "ada@example.com" });
  const password = message?.body?.split(" ").at(-1) ?? "";
  expect(await checkPassword(world, pool, "ada", password)).toMatchObject({
    ok: true,
    mustChangePassword: true,
  });
});

test("a new invitation's password replaces the old one", async () => {
  const { world, pool } = await aWorld();
  await create(world, { TemporaryPassword: "First-password-1" });
  await create(world, { MessageAction: "RESEND" });
  const messages = await writtenMessages(world);
  expect(messages).toHaveLength(2);
  const passwords = messages.map(({ body }) => body?.split(" ").at(-1) ?? "");
  const current = passwords.find((each) => each !== "First-password-1") ?? "";
  expect(await checkPassword(world, pool, "ada", "First-password-1")).toMatchObject({
    cause: "wrongPassword",
  });
  expect(await checkPassword(world, pool, "ada", current)).toMatchObject({ ok: true });
});

test("a suppressed invitation is not written", async () => {
  const { world } = await aWorld();
  await create(world, { MessageAction: "SUPPRESS" });
  expect(await writtenMessages(world)).toEqual([]);
});

test("where people sign in by e-mail address the invitation names the address", async () => {
  const { world, pool } = await aWorld();
  const settings = { UsernameAttributes: ["email"] } as const;
  await world.store.write(({ pools }) => pools.update({ ...pool, settings }));
  await create(world, { Username: "ada@example.com" });
  const [message] = await writtenMessages(world);
  expect(message?.body).toContain("ada@example.com");
});

test("AC-12: of two people created with one name at once, one is refused", async () => {
  const { world } = await aWorld();
  const outcomes = await Promise.allSettled([create(world, {}), create(world, {})]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await writtenMessages(world)).toHaveLength(1);
});

/** Accounts that somebody began and nobody confirmed: kept for ever as Cognito does, or removed after the days that the pool sets. */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepHouse } from "../src/core/housekeeping.ts";
import { poolId } from "../src/core/ids.ts";
import { textOf } from "./support/browser.ts";
import { answerOf, browserOf, temporaryPassword } from "./support/hosted.ts";
import { accountStage, newAccount, toSignUp } from "./support/hosted-accounts.ts";
import { callHouse } from "./support/house.ts";
import { lastCode } from "./support/inbox.ts";
import { callUnsigned } from "./support/json-call.ts";
import { expectFailure } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { signUp } from "./support/sign-up.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const day = 24 * 3600;
const set = (UserPoolId: string, RemoveAfterDays: number) =>
  callHouse(server, "SetUserPoolUnfinishedAccounts", { UserPoolId, RemoveAfterDays });
const described = (UserPoolId: string) =>
  callHouse(server, "DescribeUserPoolUnfinishedAccounts", { UserPoolId });

async function peopleOf(UserPoolId: string): Promise<readonly string[]> {
  const { Users = [] } = await server.admin.send(new ListUsersCommand({ UserPoolId }));
  return Users.map(({ Attributes = [] }) => Attributes.find(({ Name }) => Name === "email")?.Value ?? "")
    .map((email) => email.replace("@example.com", ""))
    .toSorted();
}

/** A pool where everybody signed up on the same day and went different ways. */
async function settled(RemoveAfterDays: number | undefined) {
  const stage = await accountStage(server);
  const { poolId: UserPoolId, client } = stage;
  if (RemoveAfterDays !== undefined) await set(UserPoolId, RemoveAfterDays);
  const join = (name: string) => signUp(server, client.clientId, `${name}@example.com`);
  for (const name of ["gone", "confirmed", "disabled"]) await join(name);
  const named = (name: string) => ({ UserPoolId, Username: `${name}@example.com` });
  await server.admin.send(new AdminConfirmSignUpCommand(named("confirmed")));
  await server.admin.send(new AdminDisableUserCommand(named("disabled")));
  const invitation = { TemporaryPassword: temporaryPassword, MessageAction: "SUPPRESS" } as const;
  await server.admin.send(new AdminCreateUserCommand({ ...named("invited"), ...invitation }));
  return { stage, UserPoolId, join };
}

describe("an account that nobody confirmed", () => {
  test("stays for ever where the pool says nothing, as Cognito's", async () => {
    const { UserPoolId } = await settled(undefined);
    server.advance(400 * day);
    await keepHouse(server.world);
    expect(await peopleOf(UserPoolId)).toEqual(["confirmed", "disabled", "gone", "invited"]);
  });

  test("goes after the days that the pool sets; whoever was confirmed, invited or disabled stays", async () => {
    const { UserPoolId } = await settled(7);
    server.advance(7 * day - 1);
    await keepHouse(server.world);
    expect(await peopleOf(UserPoolId)).toContain("gone");
    server.advance(1);
    await keepHouse(server.world);
    expect(await peopleOf(UserPoolId)).toEqual(["confirmed", "disabled", "invited"]);
  });

  test("leaves its address to whoever signs up with it next, on the pages too", async () => {
    const { stage, UserPoolId, join } = await settled(1);
    await expectFailure(join("gone"), "UsernameExistsException");
    server.advance(day);
    await keepHouse(server.world);
    const browser = browserOf(stage);
    const page = await browser.submit(await toSignUp(stage, browser), newAccount("gone@example.com"));
    const done = await browser.submit(page, { code: await lastCode(server, "gone@example.com") });
    expect(answerOf(done)).toHaveProperty("code");
    expect(await peopleOf(UserPoolId)).toContain("gone");
  });

  test("stays while a code of theirs still holds", async () => {
    const { stage, UserPoolId } = await settled(1);
    server.advance(day - 60);
    const again = { ClientId: stage.client.clientId, Username: "gone@example.com" };
    const { type } = await callUnsigned(server, "ResendConfirmationCode", again);
    expect(type).toBe("");
    server.advance(day - 60);
    await keepHouse(server.world);
    expect(await peopleOf(UserPoolId)).toContain("gone");
    server.advance(60);
    await keepHouse(server.world);
    expect(await peopleOf(UserPoolId)).not.toContain("gone");
  });

  test("leaves a page that explains itself, and the way back, to a browser that waits for its code", async () => {
    const stage = await accountStage(server);
    await set(stage.poolId, 1);
    const browser = browserOf(stage);
    const page = await browser.submit(await toSignUp(stage, browser), newAccount("late@example.com"));
    server.advance(day);
    await keepHouse(server.world);
    const late = await browser.submit(page, { code: "123456" });
    expect(late.status).toBe(400);
    expect(textOf(late.html)).toContain("This page is out of date");
    expect(late.html).toContain(">Start again</a>");
  });

  test("is in the audit log with the house as the one who removed it", async () => {
    const { UserPoolId } = await settled(1);
    server.advance(day);
    await keepHouse(server.world);
    const records = await server.world.store.read.audit.listRecords(poolId(UserPoolId), 0, { limit: 100 });
    expect(records.filter(({ action }) => action === "unfinished accounts")).toMatchObject([
      {
        actor: { kind: "house" },
        changes: [{ what: "users.delete", on: expect.stringMatching(/^person /) }],
      },
    ]);
  });
});

describe("SetUserPoolUnfinishedAccounts and DescribeUserPoolUnfinishedAccounts", () => {
  test("begin with never, keep what is set, and end with 0", async () => {
    const UserPoolId = await createPool(server);
    expect(await described(UserPoolId)).toEqual({ UserPoolId, RemoveAfterDays: 0 });
    expect(await set(UserPoolId, 7)).toEqual({ UserPoolId, RemoveAfterDays: 7 });
    expect(await described(UserPoolId)).toEqual({ UserPoolId, RemoveAfterDays: 7 });
    expect(await set(UserPoolId, 0)).toEqual({ UserPoolId, RemoveAfterDays: 0 });
  });

  test("take up to a year, of a pool that is there", async () => {
    const UserPoolId = await createPool(server);
    for (const days of [-1, 366]) await expectFailure(set(UserPoolId, days), "InvalidParameterException");
    await expectFailure(set("us-east-1_nowhere11", 5), "ResourceNotFoundException");
    await expectFailure(described("us-east-1_nowhere11"), "ResourceNotFoundException");
  });

  test("are the administrator's", async () => {
    const UserPoolId = await createPool(server);
    for (const operation of [
      "SetUserPoolUnfinishedAccounts",
      "DescribeUserPoolUnfinishedAccounts",
    ] as const) {
      const { type } = await callUnsigned(server, operation, { UserPoolId, RemoveAfterDays: 5 });
      expect(type).toBe("MissingAuthenticationTokenException");
    }
  });
});

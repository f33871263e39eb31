/** Groups: made, changed, filled, listed and removed. */
import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  type CreateGroupCommandInput,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  paginateAdminListGroupsForUser,
  paginateListGroups,
  paginateListUsersInGroup,
  UpdateGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  UserPoolId = await createPool(server);
});
afterAll(() => server.close());

const create = (GroupName: string, more: Partial<CreateGroupCommandInput> = {}) =>
  server.admin.send(new CreateGroupCommand({ UserPoolId, GroupName, ...more }));
const get = (GroupName: string) => server.admin.send(new GetGroupCommand({ UserPoolId, GroupName }));
const add = (Username: string, GroupName: string) =>
  server.admin.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
const remove = (Username: string, GroupName: string) =>
  server.admin.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }));
const groupsOf = async (Username: string) => {
  const answer = await server.admin.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  return (answer.Groups ?? []).map(({ GroupName }) => GroupName);
};

const notFound = ["ResourceNotFoundException", "Group not found."] as const;

describe("a group", () => {
  test("is answered as it was made", async () => {
    const RoleArn = "arn:aws:iam::000000000000:role/admin";
    const { Group } = await create("admins", { Description: "The few", Precedence: 0, RoleArn });
    const { now } = server.clock;
    expect(Group).toEqual({
      GroupName: "admins",
      UserPoolId,
      Description: "The few",
      Precedence: 0,
      RoleArn,
      CreationDate: new Date(now()),
      LastModifiedDate: new Date(now()),
    });
    expect((await get("admins")).Group).toEqual(Group);
  });

  test("has a name of its own in the pool, and the same name elsewhere", async () => {
    await create("admins");
    const message = "A group with the name already exists.";
    await expectFailure(create("admins"), "GroupExistsException", message);
    await create("admins", { UserPoolId: await createPool(server) });
  });

  test("has no precedence below zero", async () => {
    await expectFailure(create("admins", { Precedence: -1 }), "InvalidParameterException");
  });

  test("keeps what an update leaves out", async () => {
    await create("admins", { Description: "The few", Precedence: 3 });
    server.advance(60);
    const update = new UpdateGroupCommand({ UserPoolId, GroupName: "admins", Precedence: 0 });
    const { Group } = await server.admin.send(update);
    expect(Group).toMatchObject({ Description: "The few", Precedence: 0 });
    expect(Group?.LastModifiedDate?.getTime()).toBe(server.clock.now());
    expect((await get("admins")).Group).toEqual(Group);
  });

  test("that nobody made cannot be shown, changed, deleted, filled or listed", async () => {
    await createPerson(server, UserPoolId, "ada");
    const GroupName = "ghosts";
    await expectFailure(get(GroupName), ...notFound);
    await expectFailure(server.admin.send(new UpdateGroupCommand({ UserPoolId, GroupName })), ...notFound);
    await expectFailure(server.admin.send(new DeleteGroupCommand({ UserPoolId, GroupName })), ...notFound);
    await expectFailure(
      server.admin.send(new ListUsersInGroupCommand({ UserPoolId, GroupName })),
      ...notFound,
    );
    await expectFailure(add("ada", GroupName), ...notFound);
    await expectFailure(remove("ada", GroupName), ...notFound);
  });
});

describe("members", () => {
  test("come and go, twice as well as once", async () => {
    await createPerson(server, UserPoolId, "ada");
    await create("admins");
    await add("ada", "admins");
    await add("ada", "admins");
    expect(await groupsOf("ada")).toEqual(["admins"]);
    const members = await server.admin.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: "admins" }));
    expect(members.Users).toMatchObject([{ Username: "ada", UserStatus: "CONFIRMED", Enabled: true }]);
    await remove("ada", "admins");
    await remove("ada", "admins");
    expect(await groupsOf("ada")).toEqual([]);
  });

  test("lose the membership with the group, also when it is made again", async () => {
    await createPerson(server, UserPoolId, "ada");
    await create("admins");
    await add("ada", "admins");
    await server.admin.send(new DeleteGroupCommand({ UserPoolId, GroupName: "admins" }));
    expect(await groupsOf("ada")).toEqual([]);
    await create("admins");
    expect(await groupsOf("ada")).toEqual([]);
  });

  test("have each of their groups on one page, in whatever script it is named", async () => {
    const names = ["a", "é", "～", "😀"];
    await createPerson(server, UserPoolId, "ada");
    for (const name of names) {
      await create(name);
      await add("ada", name);
    }
    const listed: unknown[] = [];
    const input = { UserPoolId, Username: "ada", Limit: 1 };
    for await (const page of paginateAdminListGroupsForUser({ client: server.admin }, input)) {
      listed.push(...(page.Groups ?? []).map(({ GroupName }) => GroupName));
    }
    expect(listed.toSorted()).toEqual(names.toSorted());
  });

  test("must exist", async () => {
    await create("admins");
    const refusal = ["UserNotFoundException", "User does not exist."] as const;
    await expectFailure(add("nobody", "admins"), ...refusal);
    await expectFailure(remove("nobody", "admins"), ...refusal);
    await expectFailure(groupsOf("nobody"), ...refusal);
  });

  test("are in a hundred groups at most", async () => {
    await createPerson(server, UserPoolId, "busy");
    const names = Array.from({ length: 101 }, (_, index) => `g${index}`);
    for (const name of names) await create(name);
    for (const name of names.slice(0, 100)) await add("busy", name);
    await expectFailure(add("busy", "g100"), "InvalidParameterException");
    await add("busy", "g7");
    expect(await groupsOf("busy")).toHaveLength(60);
  });
});

describe("lists", () => {
  test("come in pages that show everything once", async () => {
    const people = ["ada", "bea", "cleo"];
    const names = ["a", "b", "c"];
    for (const name of names) await create(name);
    for (const name of people) await createPerson(server, UserPoolId, name);
    for (const name of people) await add(name, "a");
    for (const name of names) await add("ada", name);
    const config = { client: server.admin, pageSize: 2 };

    const groups = paginateListGroups(config, { UserPoolId });
    expect(await collect(groups, ({ Groups }) => Groups?.map((each) => each.GroupName))).toEqual(names);
    const ofAda = paginateAdminListGroupsForUser(config, { UserPoolId, Username: "ada" });
    expect(await collect(ofAda, ({ Groups }) => Groups?.map((each) => each.GroupName))).toEqual(names);
    const members = paginateListUsersInGroup(config, { UserPoolId, GroupName: "a" });
    const found = await collect(members, ({ Users }) => Users?.map((each) => each.Username));
    expect(found.sort()).toEqual(people);
  });

  test("AP-12: a forged token and one of another list are refused", async () => {
    await create("a");
    await create("b");
    const { NextToken } = await server.admin.send(new ListGroupsCommand({ UserPoolId, Limit: 1 }));
    expect(NextToken).toBeDefined();
    const forged = new ListGroupsCommand({ UserPoolId, NextToken: "forged" });
    await expectFailure(server.admin.send(forged), "InvalidParameterException");
    const ofOtherList = new ListUsersInGroupCommand({ UserPoolId, GroupName: "a", NextToken });
    await expectFailure(server.admin.send(ofOtherList), "InvalidParameterException");
    const ofOtherPool = new ListGroupsCommand({ UserPoolId: await createPool(server), NextToken });
    await expectFailure(server.admin.send(ofOtherPool), "InvalidParameterException");
  });
});

test.each([
  "CreateGroup",
  "GetGroup",
  "UpdateGroup",
  "DeleteGroup",
  "ListGroups",
  "ListUsersInGroup",
  "AdminAddUserToGroup",
  "AdminRemoveUserFromGroup",
  "AdminListGroupsForUser",
])("AP-03: %s refuses an unsigned caller", async (operation) => {
  expect(await unsigned(server, operation, { UserPoolId })).toBe("MissingAuthenticationTokenException");
});

async function collect<Page>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => (string | undefined)[] | undefined,
): Promise<(string | undefined)[]> {
  const all: (string | undefined)[] = [];
  for await (const page of pages) {
    const rows = read(page) ?? [];
    expect(rows.length).toBeLessThanOrEqual(2);
    all.push(...rows);
  }
  return all;
}

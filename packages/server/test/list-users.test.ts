/** Finding people: filters, pages and chosen attributes. */
import {
  ListUsersCommand,
  type ListUsersCommandInput,
  paginateListUsers,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure } from "./support/people.ts";
import { createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;

beforeAll(async () => {
  server = await startTestServer();
  UserPoolId = await createPool(server);
  await createPerson(server, UserPoolId, "Ada", { email: "ada@example.com", given_name: "Ada" });
  await createPerson(server, UserPoolId, "adam", { email: "adam@example.com", given_name: "Adam" });
  await createPerson(server, UserPoolId, "grace", { email: "grace@example.com", given_name: 'Gr"ace' });
});
afterAll(() => server.close());

const list = (more: Partial<ListUsersCommandInput> = {}) =>
  server.admin.send(new ListUsersCommand({ UserPoolId, ...more }));
const names = async (Filter: string) =>
  ((await list({ Filter })).Users ?? []).map(({ Username }) => Username).sort();

describe("a filter", () => {
  test.each([
    ['email = "ADA@example.com"', ["Ada"]],
    ['given_name ^= "ada"', ["Ada", "adam"]],
    ['username = "ada"', []],
    ['username = "Ada"', ["Ada"]],
    ['username ^= "ad"', ["adam"]],
    ['status = "Enabled"', ["Ada", "adam", "grace"]],
    ['status = "Disabled"', []],
    ['cognito:user_status = "confirmed"', ["Ada", "adam", "grace"]],
    ['given_name = "Gr\\"ace"', ["grace"]],
    ["", ["Ada", "adam", "grace"]],
  ])("%s", async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  test("AP-13: what looks like SQL is a value", async () => {
    expect(await names('email = "a\\" or 1=1 --"')).toEqual([]);
    expect(await names('email ^= "%"')).toEqual([]);
  });

  test("that cannot be read, or is on another attribute, is refused", async () => {
    await expectFailure(list({ Filter: "email" }), "InvalidParameterException", "Error while parsing filter");
    const message = "Invalid search attribute: custom:foo";
    await expectFailure(list({ Filter: 'custom:foo = "1"' }), "InvalidParameterException", message);
  });
});

describe("pages", () => {
  test("show everybody once", async () => {
    const seen: (string | undefined)[] = [];
    for await (const { Users = [] } of paginateListUsers(
      { client: server.admin, pageSize: 1 },
      { UserPoolId },
    )) {
      expect(Users.length).toBeLessThanOrEqual(1);
      seen.push(...Users.map(({ Username }) => Username));
    }
    expect(seen.sort()).toEqual(["Ada", "adam", "grace"]);
  });

  test("AP-12: a forged token and one of another filter are refused", async () => {
    const { PaginationToken } = await list({ Limit: 1 });
    expect(PaginationToken).toBeDefined();
    await expectFailure(list({ PaginationToken: "forged" }), "InvalidParameterException");
    await expectFailure(list({ PaginationToken, Filter: 'status = "Enabled"' }), "InvalidParameterException");
  });

  test("AP-12: nobody asks for more than sixty people", async () => {
    await expectFailure(list({ Limit: 61 }), "InvalidParameterException");
  });
});

test("only the attributes asked for are shown", async () => {
  const { Users } = await list({ AttributesToGet: ["email"], Filter: 'username = "Ada"' });
  expect(Users?.[0]?.Attributes).toEqual([{ Name: "email", Value: "ada@example.com" }]);
});

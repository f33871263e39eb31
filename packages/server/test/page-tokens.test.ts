/** AP-12: the token of the next page opens the next page of its own list, and nothing else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { expectFailureForm } from "./support/json-call.ts";
import { createClient, createPerson, createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import { callSigned } from "./support/signed-call.ts";
import { tampered } from "./support/tampered.ts";

let server: TestServer;
/** Two pools with two of everything. */
let pools: readonly [string, string];

beforeAll(async () => {
  server = await startTestServer();
  pools = [await filledPool(), await filledPool()];
});
afterAll(() => server.close());

/** Each list with the names of its limit and of its token. */
const lists: readonly [AnyOperationName, string, string, object][] = [
  ["ListUserPools", "MaxResults", "NextToken", {}],
  ["ListUserPoolClients", "MaxResults", "NextToken", {}],
  ["ListResourceServers", "MaxResults", "NextToken", {}],
  ["ListUsers", "Limit", "PaginationToken", {}],
  ["ListGroups", "Limit", "NextToken", {}],
  ["ListUsersInGroup", "Limit", "NextToken", { GroupName: "one" }],
  ["AdminListGroupsForUser", "Limit", "NextToken", { Username: "ada" }],
];

test.each(lists)(
  "%s refuses a token that was cut, flipped, lengthened or made up",
  async (operation, limit, token, rest) => {
    const ask = (given: object) => callSigned(server, operation, { UserPoolId: pools[0], ...rest, ...given });
    const next = await nextToken(operation, pools[0], limit, token, rest);
    expect((await ask({ [limit]: 1, [token]: next })).status).toBe(200);
    const other = await nextToken(operation, pools[0], limit, token, rest);
    for (const bad of tampered(next, other)) await expectRefusal(ask({ [limit]: 1, [token]: bad }));
  },
);

test.each(lists)(
  "%s refuses the token of every other list and of another pool",
  async (operation, limit, token, rest) => {
    const ask = (given: string) =>
      callSigned(server, operation, { UserPoolId: pools[0], ...rest, [limit]: 1, [token]: given });
    for (const [other, otherLimit, otherToken, otherRest] of lists) {
      for (const pool of pools) {
        const isOwn = other === operation && (pool === pools[0] || operation === "ListUserPools");
        if (isOwn) continue;
        await expectRefusal(ask(await nextToken(other, pool, otherLimit, otherToken, otherRest)));
      }
    }
  },
);

test("a token is of one group, one person and one filter", async () => {
  const [UserPoolId] = pools;
  const inOne = await nextToken("ListUsersInGroup", UserPoolId, "Limit", "NextToken", { GroupName: "one" });
  await expectRefusal(
    callSigned(server, "ListUsersInGroup", { UserPoolId, GroupName: "two", NextToken: inOne }),
  );
  const ofAda = await nextToken("AdminListGroupsForUser", UserPoolId, "Limit", "NextToken", {
    Username: "ada",
  });
  const ofEve = { UserPoolId, Username: "eve", NextToken: ofAda };
  await expectRefusal(callSigned(server, "AdminListGroupsForUser", ofEve));
  const ofAll = await nextToken("ListUsers", UserPoolId, "Limit", "PaginationToken", {});
  const filtered = { UserPoolId, Filter: 'username = "ada"', PaginationToken: ofAll };
  await expectRefusal(callSigned(server, "ListUsers", filtered));
});

async function filledPool(): Promise<string> {
  const UserPoolId = await createPool(server);
  for (const name of ["ada", "eve"]) await createPerson(server, UserPoolId, name);
  for (const GroupName of ["one", "two"]) {
    await callSigned(server, "CreateGroup", { UserPoolId, GroupName });
    await callSigned(server, "CreateResourceServer", { UserPoolId, Identifier: GroupName, Name: GroupName });
    await createClient(server, UserPoolId);
    for (const Username of ["ada", "eve"]) {
      await callSigned(server, "AdminAddUserToGroup", { UserPoolId, GroupName, Username });
    }
  }
  return UserPoolId;
}

async function nextToken(
  operation: AnyOperationName,
  UserPoolId: string,
  limit: string,
  token: string,
  rest: object,
): Promise<string> {
  const { text } = await callSigned(server, operation, { UserPoolId, ...rest, [limit]: 1 });
  const next: unknown = Object(JSON.parse(text))[token];
  if (typeof next !== "string") throw new Error(`${operation} has no next page: ${text}`);
  return next;
}

async function expectRefusal(call: ReturnType<typeof callSigned>): Promise<void> {
  const answer = await call;
  // Some tokens have a pattern in the model, which a broken one may already miss.
  const message = expect.stringMatching(/^Invalid pagination token given\.$|^1 validation error detected: /);
  expectFailureForm(answer, "InvalidParameterException", message);
}

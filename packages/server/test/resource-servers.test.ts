/** Resource servers: the APIs of a pool and their scopes. */
import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  paginateListResourceServers,
  type ResourceServerScopeType,
  UpdateResourceServerCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
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

const read = { ScopeName: "read", ScopeDescription: "Look" };
const write = { ScopeName: "write", ScopeDescription: "Touch" };

const create = async (Identifier: string, Scopes: ResourceServerScopeType[] = [read], pool = UserPoolId) => {
  const command = new CreateResourceServerCommand({ UserPoolId: pool, Identifier, Name: "API", Scopes });
  return (await server.admin.send(command)).ResourceServer;
};
const get = async (Identifier: string) =>
  (await server.admin.send(new DescribeResourceServerCommand({ UserPoolId, Identifier }))).ResourceServer;
const update = (Identifier: string, Scopes?: ResourceServerScopeType[]) =>
  server.admin.send(
    new UpdateResourceServerCommand({ UserPoolId, Identifier, Name: "New", ...(Scopes && { Scopes }) }),
  );
const remove = (Identifier: string) =>
  server.admin.send(new DeleteResourceServerCommand({ UserPoolId, Identifier }));

describe("a resource server", () => {
  test("is answered as it was made, and as it was changed", async () => {
    const Identifier = "https://api.example.com/v1";
    const made = await create(Identifier, [read, write]);
    expect(made).toEqual({ UserPoolId, Identifier, Name: "API", Scopes: [read, write] });
    expect(await get(Identifier)).toEqual(made);
    const changed = { UserPoolId, Identifier, Name: "New", Scopes: [write] };
    expect((await update(Identifier, [write])).ResourceServer).toEqual(changed);
    expect(await get(Identifier)).toEqual(changed);
    await update(Identifier);
    expect(await get(Identifier)).toMatchObject({ Scopes: [] });
  });

  test("has an identifier of its own in the pool, and the same in another", async () => {
    await create("api");
    const message = `api already exists in user pool ${UserPoolId}.`;
    await expectFailure(create("api"), "InvalidParameterException", message);
    await create("api", [read], await createPool(server));
  });

  test("has each scope once", async () => {
    await expectFailure(create("api", [read, read]), "InvalidParameterException");
  });

  test.each(["aws.cognito", "aws.cognito/dcr", "AWS.Cognito.signin"])(
    "cannot call itself %s",
    async (name) => {
      await expectFailure(create(name), "InvalidParameterException", `The identifier ${name} is reserved.`);
    },
  );

  test("is gone once deleted, for every operation", async () => {
    await create("api");
    await remove("api");
    const message = "Resource server api does not exist.";
    for (const call of [get, update, remove]) {
      await expectFailure(call("api"), "ResourceNotFoundException", message);
    }
  });

  test("AP-09: of another pool is not found", async () => {
    await create("api", [read], await createPool(server));
    for (const call of [get, update, remove]) await expectFailure(call("api"), "ResourceNotFoundException");
  });
});

describe("the list of resource servers", () => {
  test("comes in pages", async () => {
    for (const identifier of ["c", "a", "b"]) await create(identifier);
    const listed: unknown[] = [];
    const pages = paginateListResourceServers({ client: server.admin }, { UserPoolId, MaxResults: 2 });
    for await (const page of pages)
      listed.push(...(page.ResourceServers ?? []).map((each) => each.Identifier));
    expect(listed).toEqual(["a", "b", "c"]);
  });

  test("AP-12: is bounded, and a forged page token is refused", async () => {
    const list = (more: { MaxResults?: number; NextToken?: string }) =>
      server.admin.send(new ListResourceServersCommand({ UserPoolId, ...more }));
    await expectFailure(list({ MaxResults: 51 }), "InvalidParameterException");
    await expectFailure(list({ NextToken: "forged" }), "InvalidParameterException");
  });
});

test.each([
  "CreateResourceServer",
  "DescribeResourceServer",
  "UpdateResourceServer",
  "DeleteResourceServer",
  "ListResourceServers",
])("AP-03: %s refuses an unsigned caller", async (operation) => {
  expect(await unsigned(server, operation, {})).toBe("MissingAuthenticationTokenException");
});

/** The schema of a pool: standard attributes as the pool wants them, and its own. */
import {
  AddCustomAttributesCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const describePool = async (UserPoolId: string) =>
  (await server.admin.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
const refusesToMake = (settings: Partial<CreateUserPoolCommandInput>, message?: string) =>
  expectFailure(createPool(server, settings), "InvalidParameterException", message);

describe("the schema", () => {
  const team = { Name: "team", AttributeDataType: "String", Mutable: false } as const;
  const schemaOf = async (UserPoolId: string) =>
    new Map((await describePool(UserPoolId))?.SchemaAttributes?.map((each) => [each.Name, each]));
  const add = (UserPoolId: string, CustomAttributes: readonly object[]) =>
    server.admin.send(
      new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [...CustomAttributes] }),
    );

  test("takes custom attributes and changes of standard ones", async () => {
    const schema = await schemaOf(
      await createPool(server, {
        Schema: [team, { Name: "email", AttributeDataType: "String", Required: true, Mutable: false }],
      }),
    );
    expect(schema.get("custom:team")).toEqual({
      ...team,
      Name: "custom:team",
      DeveloperOnlyAttribute: false,
      Required: false,
      StringAttributeConstraints: {},
    });
    expect(schema.get("email")).toMatchObject({ Required: true, Mutable: false });
    expect(schema.size).toBe(22);
  });

  test("grows, and never takes one name twice", async () => {
    const UserPoolId = await createPool(server);
    await add(UserPoolId, [team, { ...team, Name: "note", DeveloperOnlyAttribute: true }]);
    expect([...(await schemaOf(UserPoolId)).keys()].slice(21)).toEqual(["custom:team", "dev:custom:note"]);
    const message = "custom:team: Existing attribute already has name custom:team.";
    await expectFailure(add(UserPoolId, [team]), "InvalidParameterException", message);
  });

  test("has at most fifty custom attributes", async () => {
    const UserPoolId = await createPool(server);
    const some = (prefix: string) =>
      Array.from({ length: 25 }, (_, index) => ({ ...team, Name: `${prefix}${index}` }));
    await add(UserPoolId, some("a"));
    await add(UserPoolId, some("b"));
    await expectFailure(add(UserPoolId, [team]), "InvalidParameterException");
  });

  test.each([
    [{ ...team, Required: true }, "Required custom attributes are not supported currently."],
    [
      { Name: "team" },
      "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.",
    ],
    [
      { Name: "email", AttributeDataType: "Number" as const },
      "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email",
    ],
    [
      { ...team, StringAttributeConstraints: { MinLength: "5", MaxLength: "4" } },
      "Attribute custom:team cannot have a max length shorter than it's min length",
    ],
    [
      {
        ...team,
        AttributeDataType: "Number" as const,
        NumberAttributeConstraints: { MinValue: "5", MaxValue: "4" },
      },
      "Attribute custom:team cannot have a max value smaller than it's min value",
    ],
    [{ ...team, StringAttributeConstraints: { MaxLength: "2049" } }, undefined],
    [
      { ...team, AttributeDataType: "Number" as const, NumberAttributeConstraints: { MinValue: "x" } },
      undefined,
    ],
  ])("refuses %j", async (attribute, message) => {
    await refusesToMake({ Schema: [attribute] }, message);
  });
});

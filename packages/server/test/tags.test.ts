/** Tags of a pool, by its ARN. */
import {
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectFailure, unsigned } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let UserPoolId: string;
let arn: string;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  UserPoolId = await createPool(server, { UserPoolTags: { team: "house" } });
  arn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`;
});
afterAll(() => server.close());

const tag = (ResourceArn: string, Tags: Record<string, string>) =>
  server.admin.send(new TagResourceCommand({ ResourceArn, Tags }));
const untag = (ResourceArn: string, TagKeys: string[]) =>
  server.admin.send(new UntagResourceCommand({ ResourceArn, TagKeys }));
const list = async (ResourceArn: string) =>
  (await server.admin.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

describe("tags", () => {
  test("are added, replaced and taken away one by one", async () => {
    await tag(arn, { team: "garden", stage: "test" });
    expect(await list(arn)).toEqual({ team: "garden", stage: "test" });
    await untag(arn, ["team", "nothing"]);
    expect(await list(arn)).toEqual({ stage: "test" });
    const { UserPool } = await server.admin.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.UserPoolTags).toEqual({ stage: "test" });
  });

  test("are fifty at most, and none is AWS's own", async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag${index}`, "x"]));
    await expectFailure(tag(arn, many), "InvalidParameterException");
    await expectFailure(tag(arn, { "AWS:x": "y" }), "InvalidParameterException");
    expect(await list(arn)).toEqual({ team: "house" });
  });

  test("belong to the pool of exactly this ARN", async () => {
    const others = [
      "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_nobody",
      `arn:aws:cognito-idp:eu-north-1:000000000000:userpool/${UserPoolId}`,
      `arn:aws:cognito-idp:us-east-1:000000000001:userpool/${UserPoolId}`,
    ];
    for (const each of others) {
      await expectFailure(list(each), "ResourceNotFoundException");
      await expectFailure(tag(each, { a: "b" }), "ResourceNotFoundException");
      await expectFailure(untag(each, ["team"]), "ResourceNotFoundException");
    }
    const foreign = "arn:aws:iam::000000000000:role/admin";
    await expectFailure(list(foreign), "InvalidParameterException", `Invalid ARN: ${foreign}`);
  });
});

test.each(["TagResource", "UntagResource", "ListTagsForResource"])(
  "AP-03: %s refuses an unsigned caller",
  async (operation) => {
    expect(await unsigned(server, operation, {})).toBe("MissingAuthenticationTokenException");
  },
);

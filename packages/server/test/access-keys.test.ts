/** Access keys: made for everything, for reading, or for one pool, and what each may then do. */
import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  ListUserPoolsCommand,
  TagResourceCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyOperationName } from "../src/model/any-operation.ts";
import { callHouse, sdkWith } from "./support/house.ts";
import { expectFailure } from "./support/people.ts";
import { createPool } from "./support/pool.ts";
import { startTestServer, type TestServer } from "./support/server.ts";
import type { Credentials } from "./support/signed-call.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function makeKey(input: object, credentials?: Credentials): Promise<Credentials> {
  const { AccessKey } = await callHouse(server, "CreateAccessKey", input, credentials);
  const key = { AccessKeyId: "", SecretAccessKey: "", ...Object(AccessKey) };
  return { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
}
const deleteKey = ({ accessKeyId }: Credentials, credentials?: Credentials) =>
  callHouse(server, "DeleteAccessKey", { AccessKeyId: accessKeyId }, credentials);
const arnOf = (id: string) => `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`;

describe("a new access key", () => {
  test("signs at once, shows its secret once, and is listed without it", async () => {
    const { AccessKey } = await callHouse(server, "CreateAccessKey", { Scope: "ALL", Description: "CI" });
    expect(AccessKey).toEqual({
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      Scope: "ALL",
      Description: "CI",
      CreationDate: server.clock.now() / 1000,
    });
    const { SecretAccessKey, ...listed } = Object(AccessKey);
    const credentials = { accessKeyId: listed.AccessKeyId, secretAccessKey: SecretAccessKey };
    const { AccessKeys } = await callHouse(server, "ListAccessKeys", {}, credentials);
    expect(AccessKeys).toContainEqual(listed);
    expect(JSON.stringify(AccessKeys)).not.toContain("Secret");
  });

  test("names a pool exactly when it is for one, and that pool exists", async () => {
    const UserPoolId = await createPool(server);
    for (const input of [
      { Scope: "POOL" },
      { Scope: "ALL", UserPoolId },
      { Scope: "READ_ONLY", UserPoolId },
    ]) {
      await expectFailure(makeKey(input), "InvalidParameterException");
    }
    const nobody = { Scope: "POOL", UserPoolId: "us-east-1_nobody" };
    await expectFailure(makeKey(nobody), "ResourceNotFoundException");
  });

  test("is no use once deleted", async () => {
    const key = await makeKey({ Scope: "ALL" });
    await deleteKey(key);
    await expectFailure(callHouse(server, "ListAccessKeys", {}, key), "UnrecognizedClientException");
    await expectFailure(deleteKey(key), "ResourceNotFoundException");
  });
});

test("the house cannot be locked: no key deletes itself, and the last for everything stays", async () => {
  const other = await startTestServer();
  try {
    const remove = (AccessKeyId: string, credentials: Credentials) =>
      callHouse(other, "DeleteAccessKey", { AccessKeyId }, credentials);
    const admin = other.accessKey;
    await expectFailure(
      remove(admin.accessKeyId, admin),
      "InvalidParameterException",
      "An access key cannot delete itself.",
    );
    const { AccessKey } = await callHouse(other, "CreateAccessKey", { Scope: "ALL" });
    const { AccessKeyId, SecretAccessKey } = Object(AccessKey);
    const second = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    await remove(admin.accessKeyId, second);
    await expectFailure(remove(admin.accessKeyId, admin), "UnrecognizedClientException");
    await expectFailure(remove(second.accessKeyId, second), "InvalidParameterException");
  } finally {
    await other.close();
  }
});

describe("a key that only reads", () => {
  test("describes and lists, and changes nothing", async () => {
    const UserPoolId = await createPool(server);
    const key = await makeKey({ Scope: "READ_ONLY" });
    const sdk = sdkWith(server, key);
    await sdk.send(new DescribeUserPoolCommand({ UserPoolId }));
    await sdk.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    await expectFailure(sdk.send(new UpdateUserPoolCommand({ UserPoolId })), "AccessDeniedException");
    await expectFailure(makeKey({ Scope: "ALL" }, key), "AccessDeniedException");
    sdk.destroy();
  });
});

describe("AP-09: the key of one pool", () => {
  test("sees and changes that pool, by id and by ARN, and no other", async () => {
    const own = await createPool(server);
    const foreign = await createPool(server);
    const sdk = sdkWith(server, await makeKey({ Scope: "POOL", UserPoolId: own }));
    await sdk.send(new UpdateUserPoolCommand({ UserPoolId: own, PoolName: "mine" }));
    await sdk.send(new TagResourceCommand({ ResourceArn: arnOf(own), Tags: { a: "b" } }));
    const { Tags } = await sdk.send(new ListTagsForResourceCommand({ ResourceArn: arnOf(own) }));
    expect(Tags).toEqual({ a: "b" });
    const { UserPools } = await sdk.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools?.map(({ Id }) => Id)).toEqual([own]);
    const refused = [
      sdk.send(new DescribeUserPoolCommand({ UserPoolId: foreign })),
      sdk.send(new ListTagsForResourceCommand({ ResourceArn: arnOf(foreign) })),
      sdk.send(new CreateUserPoolCommand({ PoolName: "more" })),
    ];
    // At once: a refusal that nobody waits for yet would count as an error of the run.
    await Promise.all(refused.map((each) => expectFailure(each, "AccessDeniedException")));
    sdk.destroy();
  });

  test("gains nothing by naming its own pool where the operation does not ask for one", async () => {
    const own = await createPool(server);
    const foreign = await createPool(server);
    const key = await makeKey({ Scope: "POOL", UserPoolId: own });
    const tricks: [AnyOperationName, object][] = [
      ["CreateUserPool", { PoolName: "more", UserPoolId: own }],
      ["TagResource", { ResourceArn: arnOf(foreign), Tags: {}, UserPoolId: own }],
      ["CreateAccessKey", { Scope: "POOL", UserPoolId: own }],
      ["ListAccessKeys", { UserPoolId: own }],
      ["DeleteAccessKey", { AccessKeyId: key.accessKeyId, UserPoolId: own }],
    ];
    for (const [operation, input] of tricks) {
      await expectFailure(callHouse(server, operation, input, key), "AccessDeniedException");
    }
  });

  test("goes when its pool goes", async () => {
    const UserPoolId = await createPool(server);
    const key = await makeKey({ Scope: "POOL", UserPoolId });
    await server.admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expectFailure(
      callHouse(server, "DescribeSigningKeys", { UserPoolId }, key),
      "UnrecognizedClientException",
    );
  });
});

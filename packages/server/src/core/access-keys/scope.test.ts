import { describe, expect, test } from "vitest";
import type { AnyOperationName } from "../../model/any-operation.ts";
import { poolId } from "../ids.ts";
import { mayPerform } from "./scope.ts";

const own = "us-east-1_own";
const foreign = "us-east-1_foreign";
const arn = (id: string) => `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`;
const ofPool = { kind: "POOL", poolId: poolId(own) } as const;

describe("AP-09: the key of one pool", () => {
  test.each<[AnyOperationName, object]>([
    ["AdminGetUser", { UserPoolId: own }],
    ["DeleteUserPool", { UserPoolId: own }],
    ["RotateSigningKeys", { UserPoolId: own }],
    ["TagResource", { ResourceArn: arn(own) }],
    ["ListTagsForResource", { ResourceArn: arn(own) }],
    ["ListUserPools", {}],
  ])("may perform %s on %j", (operation, body) => {
    expect(mayPerform(ofPool, operation, { ...body })).toBe(true);
  });

  test.each<[AnyOperationName, object]>([
    ["AdminGetUser", { UserPoolId: foreign }],
    ["AdminGetUser", { UserPoolId: [own] }],
    ["AdminGetUser", {}],
    ["AdminGetUser", { ResourceArn: arn(own) }],
    ["TagResource", { ResourceArn: arn(foreign) }],
    ["TagResource", { ResourceArn: arn(foreign), UserPoolId: own }],
    ["TagResource", { ResourceArn: `${arn(own)}/x` }],
    ["TagResource", { UserPoolId: own }],
    ["CreateUserPool", {}],
    ["CreateUserPool", { UserPoolId: own }],
    ["CreateAccessKey", { Scope: "POOL", UserPoolId: own }],
    ["CreateAccessKey", { Scope: "ALL", UserPoolId: own }],
    ["ListAccessKeys", { UserPoolId: own }],
    ["DeleteAccessKey", { AccessKeyId: "AKIA", UserPoolId: own }],
    ["ExplainRequest", { RequestId: "1", UserPoolId: own }],
  ])("may not perform %s on %j", (operation, body) => {
    expect(mayPerform(ofPool, operation, { ...body })).toBe(false);
  });
});

describe("a key that only reads", () => {
  test.each<AnyOperationName>(["DescribeUserPool", "ListAccessKeys", "AdminGetUser", "ExplainRequest"])(
    "may perform %s",
    (operation) => expect(mayPerform({ kind: "READ_ONLY" }, operation, {})).toBe(true),
  );

  test.each<AnyOperationName>([
    "CreateAccessKey",
    "AdminSetUserPassword",
    "TagResource",
    "RotateSigningKeys",
  ])("may not perform %s", (operation) =>
    expect(mayPerform({ kind: "READ_ONLY" }, operation, {})).toBe(false),
  );
});

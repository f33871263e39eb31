/** What an access key may do: everything, reading only, or everything inside one pool. */
import { type AnyOperationName, anyOperations } from "../../model/any-operation.ts";
import { constraints } from "../../model/constraints.ts";
import { poolhouseConstraints } from "../../model/poolhouse.ts";
import { poolIdOfArn } from "../pools/arn.ts";
import type { AccessKeyScope } from "./access-key.ts";

const readingVerbs = /^(Describe|Get|List|AdminGet|AdminList|Explain)/;

/** What belongs to the house, whatever pool the call names: a key that made keys would be a key to everything. */
const houseOnly: ReadonlySet<AnyOperationName> = new Set([
  "CreateAccessKey",
  "ListAccessKeys",
  "DeleteAccessKey",
]);

/** ListUserPools is for every key: the operation itself shows the key of one pool that pool alone. */
export function mayPerform(
  scope: AccessKeyScope,
  operation: AnyOperationName,
  body: Readonly<Record<string, unknown>>,
): boolean {
  switch (scope.kind) {
    case "ALL":
      return true;
    case "READ_ONLY":
      return readingVerbs.test(operation);
    case "POOL":
      if (houseOnly.has(operation)) return false;
      return operation === "ListUserPools" || poolOf(operation, body) === scope.poolId;
  }
}

/**
 * The pool that this operation will act on. Only a member the operation has counts: any other is ignored later, so
 * believing it here would let a call name one pool and act on another.
 */
function poolOf(operation: AnyOperationName, body: Readonly<Record<string, unknown>>): string | undefined {
  const input = anyOperations[operation].input;
  const shape = constraints[input] ?? poolhouseConstraints[input];
  if (shape?.type !== "structure") return undefined;
  if (Object.hasOwn(shape.members, "UserPoolId")) return textOf(body["UserPoolId"]);
  if (Object.hasOwn(shape.members, "ResourceArn")) return poolIdOfArn(textOf(body["ResourceArn"]) ?? "");
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

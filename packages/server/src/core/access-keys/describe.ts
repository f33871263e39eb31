/** An access key in its wire form, without its secret. */
import type { AccessKeyType } from "../../model/poolhouse.ts";
import type { AccessKey } from "./access-key.ts";

export function describeAccessKey({ accessKeyId, scope, description, createdAt }: AccessKey): AccessKeyType {
  return {
    AccessKeyId: accessKeyId,
    Scope: scope.kind,
    ...(scope.kind === "POOL" && { UserPoolId: scope.poolId }),
    ...(description !== "" && { Description: description }),
    CreationDate: createdAt / 1000,
  };
}

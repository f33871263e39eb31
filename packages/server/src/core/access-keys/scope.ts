/** What an access key may do: everything, look without touching, or everything inside one pool. */
import type { AccessKeyScope } from "./access-key.ts";

const readingVerbs = /^(Describe|Get|List|AdminGet|AdminList|Explain)/;

/** `userPoolId` is the pool the call names; a call that names none is not inside one pool. */
export function mayPerform(scope: AccessKeyScope, operation: string, userPoolId: string | undefined): boolean {
  switch (scope.kind) {
    case "ALL":
      return true;
    case "READ_ONLY":
      return readingVerbs.test(operation);
    case "POOL":
      return userPoolId === scope.poolId;
  }
}

/** The gate of the signed operations: a SigV4 signature by one of our access keys, and the key's scope. */
import type { AccessKey } from "../core/access-keys/access-key.ts";
import { mayPerform } from "../core/access-keys/scope.ts";
import { accessKeySecret } from "../core/access-keys/secret.ts";
import { ApiFailure } from "../core/failures.ts";
import type { World } from "../core/ports.ts";
import type { AnyOperationName } from "../model/any-operation.ts";
import type { SignedCaller } from "../operations/handler.ts";
import { verifySignature } from "../sigv4/verify.ts";
import type { HttpRequest } from "./request.ts";

export async function requireSignature(
  world: World,
  request: HttpRequest,
  operation: AnyOperationName,
  body: Readonly<Record<string, unknown>>,
): Promise<SignedCaller> {
  let key: AccessKey | undefined;
  const verified = await verifySignature(
    { ...request, headers: request.distinctHeaders() },
    {
      now: world.clock.now(),
      service: "cognito-idp",
      async findSecret(accessKeyId) {
        key = await world.store.read.accessKeys.find(accessKeyId);
        return key && accessKeySecret(world, key);
      },
    },
  );
  if (!verified.ok) throw new ApiFailure(verified.failure.name, verified.failure.message);
  if (key === undefined) throw new Error("a signature verified without a key");
  if (!mayPerform(key.scope, operation, body)) {
    throw new ApiFailure(
      "AccessDeniedException",
      `The access key ${key.accessKeyId} is not authorized to perform: cognito-idp:${operation}`,
    );
  }
  return { accessKeyId: key.accessKeyId, scope: key.scope, region: verified.region };
}

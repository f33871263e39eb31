import { requirePool } from "../../core/pools/find-pool.ts";
import { describeSigningKeys } from "../../core/tokens/describe-keys.ts";
import { publishNextKey } from "../../core/tokens/signing-keys.ts";
import type { Handler } from "../handler.ts";

/**
 * Publishes the next key of both kinds; they sign once every cache of the JWKS can have them (JW-12). Where one
 * waits already nothing changes.
 */
export const RotateSigningKeys: Handler<"RotateSigningKeys"> = async (input, context) => {
  const { poolId } = await requirePool(context, input.UserPoolId, context.fail);
  const now = context.clock.now();
  await Promise.all([
    publishNextKey(context, poolId, "access", now),
    publishNextKey(context, poolId, "id", now),
  ]);
  // Making keys takes a while, in which the pool can go.
  await requirePool(context, poolId, context.fail);
  return { SigningKeys: await describeSigningKeys(context, poolId) };
};

/** Whose devices an administrator asks for, in a pool that tracks them. */
import type { Fail } from "../failures.ts";
import { requirePool } from "../pools/find-pool.ts";
import type { World } from "../ports.ts";
import { requireUser } from "../users/find-user.ts";
import type { User } from "../users/user.ts";
import { requireDeviceTracking } from "./require-device.ts";

type OwnerFail = Fail<
  "InvalidUserPoolConfigurationException" | "ResourceNotFoundException" | "UserNotFoundException"
>;

export async function requireDeviceOwner(
  world: World,
  { UserPoolId, Username }: { readonly UserPoolId: string; readonly Username: string },
  fail: OwnerFail,
): Promise<User> {
  const pool = await requirePool(world, UserPoolId, fail);
  requireDeviceTracking(pool, fail);
  return requireUser(world, pool, Username, fail);
}

/** For the operations that do not declare UserNotFoundException. */
export function withoutUserNotFound(
  fail: Fail<"InvalidUserPoolConfigurationException" | "ResourceNotFoundException">,
): OwnerFail {
  return (exception, message) =>
    fail(exception === "UserNotFoundException" ? "ResourceNotFoundException" : exception, message);
}

/** Whose auth events an administrator asks for, in a pool with threat protection. */
import type { Fail } from "../failures.ts";
import { requirePool } from "../pools/find-pool.ts";
import type { World } from "../ports.ts";
import { requireUser } from "../users/find-user.ts";
import type { User } from "../users/user.ts";
import { requireThreatProtection } from "./require-threat-protection.ts";

export async function requireEventOwner(
  world: World,
  { UserPoolId, Username }: { readonly UserPoolId: string; readonly Username: string },
  fail: Fail<"ResourceNotFoundException" | "UserNotFoundException" | "UserPoolAddOnNotEnabledException">,
): Promise<User> {
  const pool = await requirePool(world, UserPoolId, fail);
  requireThreatProtection(pool, fail);
  return requireUser(world, pool, Username, fail);
}

/** Sets another password for an existing person: what it must satisfy, and what follows from it. */
import type { Fail } from "../failures.ts";
import type { FamilyId } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { endSignIns } from "./end-sign-ins.ts";
import { type StoredPassword, storablePassword } from "./password.ts";
import { nextHistory, requirePasswordNotUsed } from "./password-history.ts";
import type { User } from "./user.ts";

/** Slow by design; so before the transaction that stores it. The policy has been asked already: it needs no person. */
export async function newPassword(
  world: World,
  pool: Pool,
  user: User,
  password: string,
  fail: Fail<"PasswordHistoryPolicyViolationException">,
): Promise<StoredPassword> {
  await requirePasswordNotUsed(world, pool, user, password, fail);
  return storablePassword(world, pool, user, password);
}

/** Theirs for good; whoever gives a temporary one says until when. */
export function withPassword(pool: Pool, user: User, password: StoredPassword, now: number): User {
  return {
    ...user,
    ...password,
    passwordHistory: nextHistory(pool, user),
    temporaryPasswordExpiresAt: undefined,
    modifiedAt: now,
  };
}

/**
 * In the transaction that stores it: whoever came in by the old one is out, and a code that was to replace the old one
 * replaces nothing (AC-09). `except` is the sign-in that asks for it.
 */
export async function endOldPassword(
  tables: Tables,
  { poolId, sub }: User,
  now: number,
  except?: FamilyId,
): Promise<void> {
  await tables.verificationCodes.delete(poolId, sub, "resetPassword");
  await endSignIns(tables, { poolId, sub }, "passwordChanged", now, except);
}

/** Passwords that a person may not choose again: the current one, and the `PasswordHistorySize` before it. */
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { User } from "./user.ts";

type WithPasswords = Pick<User, "passwordHash" | "passwordHistory">;

/** One hash after the other: a long history must not fill the queue that everybody's sign-in waits in. */
export async function requirePasswordNotUsed(
  world: Pick<World, "passwords">,
  pool: Pool,
  { passwordHash, passwordHistory }: WithPasswords,
  password: string,
  fail: Fail<"PasswordHistoryPolicyViolationException">,
): Promise<void> {
  const size = historySize(pool);
  if (size === 0) return;
  for (const hash of [passwordHash, ...passwordHistory.slice(0, size)]) {
    if (hash !== undefined && (await world.passwords.verify(hash, password))) {
      throw fail("PasswordHistoryPolicyViolationException", texts.passwordUsedBefore);
    }
  }
}

/** The history once another password has taken the place of theirs; empty where the pool keeps none. */
export function nextHistory(pool: Pool, { passwordHash, passwordHistory }: WithPasswords): readonly string[] {
  const used = passwordHash === undefined ? passwordHistory : [passwordHash, ...passwordHistory];
  return used.slice(0, historySize(pool));
}

function historySize({ settings }: Pool): number {
  return settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0;
}

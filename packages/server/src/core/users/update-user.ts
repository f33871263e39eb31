/**
 * Changes a person inside a transaction: `change` sees the row as it is now, so that no change is lost.
 * `aliasFail` is null where no sign-in name can change.
 */
import type { Fail } from "../failures.ts";
import type { Sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { signInNames } from "./names.ts";
import type { User } from "./user.ts";

export async function updateUser(
  tables: Tables,
  pool: Pool,
  sub: Sub,
  change: (user: User) => User,
  fail: Fail<"UserNotFoundException">,
  aliasFail: Fail<"AliasExistsException"> | null,
): Promise<User> {
  const user = await tables.users.find(pool.poolId, sub);
  if (user === undefined) throw fail("UserNotFoundException", texts.userNotFound);
  const changed = change(user);
  const taken = await tables.users.update(changed, signInNames(pool, changed));
  if (taken !== undefined) {
    if (aliasFail === null) throw new Error(`a change that keeps every name met a taken ${taken.kind}`);
    throw aliasFail("AliasExistsException", texts.aliasExists(taken.kind));
  }
  return changed;
}

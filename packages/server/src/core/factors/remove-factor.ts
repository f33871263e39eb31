/** A person turns a second factor off by themselves; an authenticator app is forgotten. In a pool that demands one, the last stays. */
import type { Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import { updateUser } from "../users/update-user.ts";
import type { User } from "../users/user.ts";
import { requireWayIn } from "../users/way-in.ts";
import { type MfaKind, withoutFactor } from "./mfa-preference.ts";

export async function removeFactor(
  world: World,
  pool: Pool,
  { sub }: User,
  kind: MfaKind,
  fail: Fail<"InvalidParameterException" | "UserNotFoundException">,
  metadata?: ClientMetadata,
): Promise<void> {
  const modifiedAt = world.clock.now();
  const turnOff = (user: User): User => ({ ...user, mfa: withoutFactor(user.mfa, kind), modifiedAt });
  await world.store.write(async (tables) => {
    const isApp = kind === "SOFTWARE_TOKEN_MFA";
    const before = await tables.users.find(pool.poolId, sub);
    const isGone = isApp
      ? !(await tables.softwareTokens.delete(pool.poolId, sub))
      : before?.mfa.enabled.includes(kind) !== true;
    // Done already, in another tab: there is nothing to tell.
    if (isGone) return;
    const user = await updateUser(tables, pool, sub, turnOff, fail, null);
    await requireWayIn(tables, pool, user, fail);
    await notify(world, tables, pool, user, isApp ? "appRemoved" : "factorsChanged", metadata);
  });
}

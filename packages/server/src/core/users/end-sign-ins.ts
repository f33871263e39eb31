/** Signs a person out everywhere at once: in every app, in every browser, and on the way between them (RT-08). */
import type { FamilyId } from "../ids.ts";
import type { Tables } from "../tables.ts";
import type { FamilyEnd } from "../tokens/family.ts";
import type { User } from "./user.ts";

/** Everywhere but in `except`, the sign-in that asks for it. */
export async function endSignIns(
  tables: Tables,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  reason: FamilyEnd,
  now: number,
  except?: FamilyId,
): Promise<void> {
  await tables.families.endAllOfUser(poolId, sub, reason, now, except);
  await tables.authorizationCodes.useAllOfUser(poolId, sub, now);
  await tables.browserSessions.deleteAllOfUser(poolId, sub);
}

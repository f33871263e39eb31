/**
 * Removes accounts that nobody confirmed, after as many days as their pool says; their names are then free again.
 * Cognito keeps them for ever, and so does a pool that says nothing.
 */
import type { UnfinishedAccountsResponse } from "../../model/poolhouse.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import type { User } from "./user.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Looked at in one transaction. To delete one is a dozen statements. */
const atOnce = 50;

export function describeUnfinishedAccounts({
  poolId,
  unfinishedAccountDays,
}: Pool): UnfinishedAccountsResponse {
  return { UserPoolId: poolId, RemoveAfterDays: unfinishedAccountDays };
}

/** Found and removed in one transaction: whoever is confirmed meanwhile stays. Whoever writes goes between two of them. */
export async function removeUnfinished(
  world: World,
  { poolId, unfinishedAccountDays: days }: Pool,
  isClosing: () => boolean,
): Promise<void> {
  if (days === 0) return;
  const now = world.clock.now();
  const trail = { action: "unfinished accounts", requestId: undefined, source: undefined };
  const store = world.storeOf({ ...trail, actor: world.self });
  let after: string | undefined;
  do {
    const page = { limit: atOnce, after };
    const seen = await store.write(async (tables) => {
      const people = await tables.users.list(poolId, unconfirmed, page);
      for (const user of people) {
        if (await isAbandoned(tables, user, now - days * dayMs, now)) {
          await tables.users.delete(poolId, user.sub);
        }
      }
      return people;
    });
    after = seen.length < atOnce ? undefined : seen.at(-1)?.sub;
  } while (after !== undefined && !isClosing());
}

/** Nobody but a sign-up makes an account that is. */
const unconfirmed = {
  attribute: "cognito:user_status",
  comparison: "equals",
  value: "UNCONFIRMED",
  isCaseSensitive: true,
} as const;

/** A disabled account is somebody's decision, and a code that still holds is a way on. */
async function isAbandoned(
  { families, verificationCodes }: Pick<Tables, "families" | "verificationCodes">,
  { poolId, sub, isEnabled, createdAt }: User,
  before: number,
  now: number,
): Promise<boolean> {
  if (!isEnabled || createdAt > before) return false;
  const code = await verificationCodes.find(poolId, sub, "signUp");
  if (code !== undefined && code.expiresAt > now) return false;
  return (await families.listLivingOfUser(poolId, sub, now)).length === 0;
}

/** Removes a passkey: through the API as Cognito does, on the pages only if another way in remains. */
import type { Fail } from "../failures.ts";
import { notify } from "../messages/notice.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata } from "../triggers/trigger-subject.ts";
import type { User } from "../users/user.ts";
import { requireWayIn } from "../users/way-in.ts";

export interface PasskeyRemoval {
  readonly pool: Pool;
  readonly user: User;
  /** Of the page that asks: it says the language of the notice. */
  readonly metadata?: ClientMetadata;
}

type RemoveFail = Fail<"ResourceNotFoundException">;

/** `keepsWayIn` is null for a caller who may shut themselves out. */
export async function removePasskey(
  world: World,
  { pool, user, metadata }: PasskeyRemoval,
  credentialId: string,
  fail: RemoveFail,
  keepsWayIn: Fail<"InvalidParameterException"> | null,
): Promise<void> {
  await world.store.write(async (tables) => {
    const isDeleted = await tables.passkeys.delete(pool.poolId, user.sub, credentialId);
    const latest = await tables.users.find(pool.poolId, user.sub);
    if (!isDeleted || latest === undefined) {
      throw fail("ResourceNotFoundException", texts.passkeyNotFound);
    }
    if (keepsWayIn !== null) await requireWayIn(tables, pool, latest, keepsWayIn);
    await notify(world, tables, pool, latest, "passkeyRemoved", metadata);
  });
}

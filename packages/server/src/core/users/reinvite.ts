/** Invites a person again, with a new temporary password. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { invitationContacts, sendInvitation } from "../messages/invitation.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { requireUser } from "./find-user.ts";
import { temporaryPasswordExpiry } from "./password-policy.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

export interface Reinvitation {
  /** As the administrator gave it: it stands in the message. */
  readonly username: string;
  readonly password: string;
  readonly media: readonly DeliveryMediumType[] | undefined;
}

export async function reinvite(
  world: World,
  pool: Pool,
  { username, password, media }: Reinvitation,
  fail: Fail<"CodeDeliveryFailureException" | "UnsupportedUserStateException" | "UserNotFoundException">,
): Promise<User> {
  const found = await requireUser(world, pool, username, fail);
  const requireInvited = ({ status }: User): void => {
    if (status === "FORCE_CHANGE_PASSWORD") return;
    throw fail("UnsupportedUserStateException", texts.resendNotPossible(username));
  };
  requireInvited(found);
  const now = world.clock.now();
  const passwordHash = await world.passwords.hash(password);
  return world.store.write(async (tables) => {
    const invite = (user: User): User => {
      requireInvited(user);
      const temporaryPasswordExpiresAt = temporaryPasswordExpiry(pool, now);
      return { ...user, passwordHash, temporaryPasswordExpiresAt, modifiedAt: now };
    };
    const user = await updateUser(tables, pool, found.sub, invite, fail, null);
    const contacts = invitationContacts(user.attributes, media, fail);
    await sendInvitation(world, tables, pool, { username, password, contacts });
    return user;
  });
}

/** Invites a person again, with a new temporary password. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import { invitationContacts, prepareInvitation, storeInvitation } from "../messages/invitation.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata, TriggerException } from "../triggers/trigger-subject.ts";
import { requireUser } from "./find-user.ts";
import { withPassword } from "./new-password.ts";
import { storablePassword } from "./password.ts";
import { temporaryPasswordExpiry } from "./password-policy.ts";
import { updateUser } from "./update-user.ts";
import type { User } from "./user.ts";

export interface Reinvitation {
  /** As the administrator gave it: it stands in the message. */
  readonly username: string;
  readonly password: string;
  readonly media: readonly DeliveryMediumType[] | undefined;
  readonly metadata: ClientMetadata;
}

export async function reinvite(
  world: World,
  pool: Pool,
  { username, password, media, metadata }: Reinvitation,
  fail: Fail<
    | "CodeDeliveryFailureException"
    | "UnsupportedUserStateException"
    | "UserNotFoundException"
    | TriggerException
  >,
): Promise<User> {
  const found = await requireUser(world, pool, username, fail);
  const requireInvited = ({ status }: User): void => {
    if (status === "FORCE_CHANGE_PASSWORD") return;
    throw fail("UnsupportedUserStateException", texts.resendNotPossible(username));
  };
  requireInvited(found);
  const now = world.clock.now();
  const stored = await storablePassword(world, pool, found, password);
  const contacts = invitationContacts(found.attributes, media, fail);
  const invitation = { pool, user: found, username, password, contacts, metadata, fail };
  const messages = await prepareInvitation(world, invitation);
  return world.store.write(async (tables) => {
    const invite = (user: User): User => {
      requireInvited(user);
      const temporaryPasswordExpiresAt = temporaryPasswordExpiry(pool, now);
      return { ...withPassword(pool, user, stored, now), temporaryPasswordExpiresAt };
    };
    const user = await updateUser(tables, pool, found.sub, invite, fail, null);
    await storeInvitation(tables, messages);
    return user;
  });
}

import type { Fail } from "../../core/failures.ts";
import { sub } from "../../core/ids.ts";
import { invitationContacts, sendInvitation } from "../../core/messages/invitation.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Pool } from "../../core/pools/pool.ts";
import type { World } from "../../core/ports.ts";
import { texts } from "../../core/texts.ts";
import { withAdminAttributes } from "../../core/users/attributes.ts";
import { newUsername } from "../../core/users/new-username.ts";
import {
  requirePasswordPolicy,
  temporaryPassword,
  temporaryPasswordExpiry,
} from "../../core/users/password-policy.ts";
import { reinvite } from "../../core/users/reinvite.ts";
import { storeNewUser } from "../../core/users/store-new-user.ts";
import type { User } from "../../core/users/user.ts";
import { attributesFrom, userType } from "../../core/users/user-type.ts";
import type { AdminCreateUserRequest } from "../../model/shapes.ts";
import type { Handler } from "../handler.ts";

/** The person signs in with a temporary password, which is sent to them unless the caller suppresses that. */
export const AdminCreateUser: Handler<"AdminCreateUser"> = async (input, context) => {
  const { fail } = context;
  const { Username, ForceAliasCreation = false, MessageAction, DesiredDeliveryMediums } = input;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const password = input.TemporaryPassword ?? temporaryPassword(context, pool);
  requirePasswordPolicy(pool, password, fail);
  if (MessageAction === "RESEND") {
    const request = { username: Username, password, media: DesiredDeliveryMediums };
    return { User: userType(await reinvite(context, pool, request, fail)) };
  }
  const user = newUser(context, pool, input, fail);
  const isSilent = MessageAction === "SUPPRESS";
  const contacts = isSilent ? [] : invitationContacts(user.attributes, DesiredDeliveryMediums, fail);
  const invited = { ...user, passwordHash: await context.passwords.hash(password) };
  await context.store.write(async (tables) => {
    await storeNewUser(tables, pool, invited, ForceAliasCreation, fail);
    await sendInvitation(context, tables, pool, { username: Username, password, contacts });
  });
  return { User: userType(invited) };
};

function newUser(
  world: World,
  pool: Pool,
  input: AdminCreateUserRequest,
  fail: Fail<"InvalidParameterException">,
): User {
  const now = world.clock.now();
  const id = sub(world.random.uuid());
  const { username, attributes: named } = newUsername(pool, id, input.Username, fail);
  const given = attributesFrom(input.UserAttributes);
  for (const [name, value] of Object.entries(named)) {
    if ((given[name] ?? value) !== value)
      throw fail("InvalidParameterException", texts.usernameMismatch(name));
  }
  return {
    poolId: pool.poolId,
    sub: id,
    username,
    status: "FORCE_CHANGE_PASSWORD",
    isEnabled: true,
    attributes: withAdminAttributes(pool, null, { ...given, ...named }, fail),
    passwordHash: undefined,
    temporaryPasswordExpiresAt: temporaryPasswordExpiry(pool, now),
    createdAt: now,
    modifiedAt: now,
  };
}

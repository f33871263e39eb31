import type { Fail } from "../../core/failures.ts";
import { sub } from "../../core/ids.ts";
import { invitationContacts, prepareInvitation, storeInvitation } from "../../core/messages/invitation.ts";
import { requirePool } from "../../core/pools/find-pool.ts";
import type { Pool } from "../../core/pools/pool.ts";
import type { World } from "../../core/ports.ts";
import { texts } from "../../core/texts.ts";
import { preSignUp } from "../../core/triggers/pre-sign-up.ts";
import { withAdminAttributes } from "../../core/users/attributes.ts";
import { newPerson } from "../../core/users/new-person.ts";
import { newUsername, withNamed } from "../../core/users/new-username.ts";
import { storablePassword } from "../../core/users/password.ts";
import {
  requirePasswordPolicy,
  temporaryPassword,
  temporaryPasswordExpiry,
} from "../../core/users/password-policy.ts";
import { canSignInByCode } from "../../core/users/passwordless.ts";
import { reinvite } from "../../core/users/reinvite.ts";
import { requireFreeNames, storeNewUser } from "../../core/users/store-new-user.ts";
import type { User } from "../../core/users/user.ts";
import { attributesFrom, userType } from "../../core/users/user-type.ts";
import type { ErrorOf } from "../../model/any-operation.ts";
import type { AdminCreateUserRequest } from "../../model/shapes.ts";
import type { Handler, SignedContext } from "../handler.ts";

type Context = SignedContext<ErrorOf<"AdminCreateUser">>;

/**
 * The person signs in with a temporary password, which is sent to them unless the caller suppresses that; where codes are
 * enough to sign in, with no password at all, and nothing is sent.
 */
export const AdminCreateUser: Handler<"AdminCreateUser"> = async (input, context) => {
  const { fail } = context;
  const { Username: username, TemporaryPassword: given, ClientMetadata: metadata = {} } = input;
  const pool = await requirePool(context, input.UserPoolId, fail);
  const password = given ?? temporaryPassword(context, pool);
  requirePasswordPolicy(pool, password, fail);
  if (input.MessageAction === "RESEND") {
    const request = { username, password, media: input.DesiredDeliveryMediums, metadata };
    return { User: userType(await reinvite(context, pool, request, fail)) };
  }
  const user = newUser(context, pool, input, fail);
  await requireFreeNames(context, pool, user, rulesOf(input), fail);
  const isPasswordless = given === undefined && canSignInByCode(pool, user.attributes);
  if (isPasswordless) return { User: userType(await admit(context, pool, input, user)) };
  return { User: userType(await invite(context, pool, input, user, password)) };
};

async function admit(context: Context, pool: Pool, input: AdminCreateUserRequest, user: User): Promise<User> {
  await announce(context, pool, input, user);
  const admitted: User = { ...user, status: "CONFIRMED" };
  await context.store.write((tables) => storeNewUser(tables, pool, admitted, rulesOf(input), context.fail));
  return admitted;
}

async function invite(
  context: Context,
  pool: Pool,
  input: AdminCreateUserRequest,
  user: User,
  password: string,
): Promise<User> {
  const { fail } = context;
  const { Username: username, MessageAction, DesiredDeliveryMediums, ClientMetadata: metadata = {} } = input;
  const isSilent = MessageAction === "SUPPRESS";
  const contacts = isSilent ? [] : invitationContacts(user.attributes, DesiredDeliveryMediums, fail);
  await announce(context, pool, input, user);
  const stored = await storablePassword(context, pool, user, password);
  const temporaryPasswordExpiresAt = temporaryPasswordExpiry(pool, user.createdAt);
  const invited = { ...user, ...stored, temporaryPasswordExpiresAt };
  const invitation = { pool, user: invited, username, password, contacts, metadata, fail };
  const messages = await prepareInvitation(context, invitation);
  await context.store.write(async (tables) => {
    await storeNewUser(tables, pool, invited, rulesOf(input), fail);
    await storeInvitation(tables, messages);
  });
  return invited;
}

/** The trigger may refuse; what else it says is not for people an administrator makes. */
async function announce(
  context: Context,
  pool: Pool,
  { ValidationData, ClientMetadata: metadata = {} }: AdminCreateUserRequest,
  user: User,
): Promise<void> {
  const subject = { pool, client: undefined, user, metadata };
  const validationData = attributesFrom(ValidationData);
  await preSignUp(context, subject, "PreSignUp_AdminCreateUser", validationData, context.fail);
}

function rulesOf({ ForceAliasCreation: forceAliasCreation = false }: AdminCreateUserRequest) {
  return { forceAliasCreation, taken: texts.usernameExistsAdmin };
}

function newUser(
  world: World,
  pool: Pool,
  input: AdminCreateUserRequest,
  fail: Fail<"InvalidParameterException">,
): User {
  const id = sub(world.random.uuid());
  const { username, attributes: named } = newUsername(pool, id, input.Username, fail);
  const given = withNamed(pool, named, attributesFrom(input.UserAttributes), fail);
  const attributes = withAdminAttributes(pool, null, given, fail);
  return newPerson(world, pool, { sub: id, username, status: "FORCE_CHANGE_PASSWORD", attributes });
}

/** Somebody creates an account for themselves. They can use it once they have proved an address, or a trigger confirms them. */
import type { SignUpResponse } from "../../model/shapes.ts";
import { singleAuthEvent } from "../events/record-auth-event.ts";
import type { Fail } from "../failures.ts";
import { sub } from "../ids.ts";
import { storeCode } from "../messages/code.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { type PreSignUpAnswer, preSignUp } from "../triggers/pre-sign-up.ts";
import type { TriggerException } from "../triggers/trigger-subject.ts";
import type { AccountCall } from "./account.ts";
import { type Attributes, newOwnAttributes } from "./attributes.ts";
import { newPerson } from "./new-person.ts";
import { newUsername, withNamed } from "./new-username.ts";
import { storablePassword } from "./password.ts";
import { requirePasswordPolicy } from "./password-policy.ts";
import { canSignInByCode } from "./passwordless.ts";
import { requireSelfService } from "./self-service.ts";
import { prepareSignUpCode, signUpContact } from "./sign-up-contact.ts";
import { beginSignUpSession, hasSignUpSessions } from "./sign-up-session.ts";
import { requireFreeNames, signUpRules, storeNewUser } from "./store-new-user.ts";
import type { User } from "./user.ts";

type SignUpException =
  | TriggerException
  | "InvalidParameterException"
  | "InvalidPasswordException"
  | "NotAuthorizedException"
  | "ResourceNotFoundException"
  | "UsernameExistsException";

export interface SignUpCall extends AccountCall<SignUpException> {
  /** Undefined for whoever will sign in by codes. */
  readonly password: string | undefined;
  readonly attributes: Attributes;
  readonly validationData: Attributes;
}

/** Part of the transaction that stores the person, which may be tried more than once; what it returns is called when that is committed. */
export type Alongside = (tables: Tables, user: User) => Promise<() => void>;

export async function signUp(
  world: World,
  call: SignUpCall,
  alongside: Alongside = async () => () => undefined,
): Promise<SignUpResponse> {
  const { pool, client, metadata, fail } = call;
  requireSelfService(pool, fail);
  const unconfirmed = newcomer(world, call);
  requirePassword(pool, unconfirmed.attributes, call.password, fail);
  await requireFreeNames(world, pool, unconfirmed, signUpRules, fail);
  const subject = { pool, client, user: unconfirmed, metadata };
  const answer = await preSignUp(world, subject, "PreSignUp_SignUp", call.validationData, fail);
  const user = await admitted(world, call, unconfirmed, answer);
  const CodeDeliveryDetails = await store(world, call, user, alongside);
  const isConfirmed = user.status === "CONFIRMED";
  if (isConfirmed)
    await postConfirmation(world, { ...subject, user }, "PostConfirmation_ConfirmSignUp", fail);
  const hasSession = !isConfirmed && hasSignUpSessions(pool, client);
  return {
    UserConfirmed: isConfirmed,
    UserSub: user.sub,
    ...(CodeDeliveryDetails && { CodeDeliveryDetails }),
    ...(hasSession && { Session: beginSignUpSession(world, client, user) }),
  };
}

function newcomer(world: World, { pool, client, name, attributes: given, fail }: SignUpCall): User {
  const id = sub(world.random.uuid());
  const { username, attributes: named } = newUsername(pool, id, name, fail);
  const isAlias = pool.settings.AliasAttributes?.includes("preferred_username") === true;
  if (isAlias && given["preferred_username"]) {
    throw fail("InvalidParameterException", texts.preferredUsernameTooSoon);
  }
  const attributes = newOwnAttributes(pool, client, withNamed(pool, named, given, fail), named, fail);
  return newPerson(world, pool, { sub: id, username, status: "UNCONFIRMED", attributes });
}

function requirePassword(
  pool: Pool,
  attributes: Attributes,
  password: string | undefined,
  fail: Fail<"InvalidParameterException" | "InvalidPasswordException">,
): void {
  if (password !== undefined) requirePasswordPolicy(pool, password, fail);
  else if (!canSignInByCode(pool, attributes)) {
    throw fail("InvalidParameterException", texts.missingParameter("Password"));
  }
}

async function admitted(
  world: World,
  { pool, password }: SignUpCall,
  user: User,
  { autoConfirmUser, autoVerifyEmail, autoVerifyPhone }: PreSignUpAnswer,
): Promise<User> {
  const verified = {
    ...(autoVerifyEmail && { email_verified: "true" }),
    ...(autoVerifyPhone && { phone_number_verified: "true" }),
  };
  return {
    ...user,
    status: autoConfirmUser ? "CONFIRMED" : "UNCONFIRMED",
    attributes: { ...user.attributes, ...verified },
    ...(password !== undefined && (await storablePassword(world, pool, user, password))),
  };
}

/** With the code that confirms the account, where it needs one and has somewhere to send it. */
async function store(world: World, call: SignUpCall, user: User, alongside: Alongside) {
  const { pool, ipAddress, fail } = call;
  const contact = user.status === "CONFIRMED" ? undefined : signUpContact(pool, user.attributes);
  const code = contact && (await prepareSignUpCode(world, call, user, contact, "SignUp"));
  const event = singleAuthEvent(world, user, "SignUp", "Pass", ipAddress);
  const committed = await world.store.write(async (tables) => {
    await storeNewUser(tables, pool, user, signUpRules, fail);
    if (code !== undefined) await storeCode(tables, code);
    await tables.authEvents.put(event);
    return alongside(tables, user);
  });
  committed();
  return code?.details;
}

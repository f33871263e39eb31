/**
 * A sign-in code, sent by SMS or e-mail: as the second factor, or as the first one without a password. It is bound to
 * one sign-in and one address, is valid no longer than either allows, and voids the previous code (AC-07).
 */
import type { Client } from "../clients/client.ts";
import type { Fail } from "../failures.ts";
import { inOrder } from "../in-order.ts";
import { type PreparedCode, prepareCode, storeCode } from "../messages/code.ts";
import { type Contact, contactOf } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { sessionLifetimeMs } from "../sign-in/challenge-session.ts";
import { type CodeCheck, type CodeClaim, checkCode } from "../sign-in/check-code.ts";
import type { Source } from "../sign-in/source-limit.ts";
import type { VerificationCode } from "../sign-in/verification-code.ts";
import type { Tables } from "../tables.ts";
import type { ClientMetadata, TriggerFail } from "../triggers/trigger-subject.ts";
import { signInNames } from "../users/names.ts";
import type { User } from "../users/user.ts";
import { countSentCode, forgiveSentCode } from "./sent-codes.ts";

const purpose = "signIn";

export interface SignInCode {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly contact: Contact;
  /** Of the challenge session, or of the step in the pages. */
  readonly sessionId: string;
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
}

/** Before the transaction that stores it with `storeSignInCode`: triggers are asked. */
export async function prepareSignInCode(world: World, request: SignInCode): Promise<PreparedCode> {
  const { sessionId, contact, ...rest } = request;
  const sessionMs = sessionLifetimeMs(request.client);
  const boundTo = bindingOf(sessionId, contact);
  return prepareCode(world, { ...rest, contact, purpose, boundTo, sessionMs, source: "Authentication" });
}

/** Throws TooManyRequestsException when too many codes of this person are unused. */
export async function storeSignInCode(
  world: World,
  tables: Tables,
  code: PreparedCode,
  source: Source,
  fail: Fail<"TooManyRequestsException">,
): Promise<void> {
  const { poolId, sub: account } = code.row;
  await inOrder(countSentCode(world, tables, { poolId, account, source }, fail), storeCode(tables, code));
}

/** `alongside` as of `countedAttempt`. */
export async function checkSignInCode(
  world: World,
  user: User,
  { contact, sessionId }: Pick<SignInCode, "contact" | "sessionId">,
  { code, source }: Pick<CodeClaim, "code" | "source">,
  alongside?: (tables: Tables) => Promise<void>,
): Promise<CodeCheck> {
  const boundTo = bindingOf(sessionId, contact);
  return checkCode(world, user, { purpose, code, boundTo, source }, alongside);
}

/** False when somebody else used it first. */
export async function useSignInCode(
  tables: Tables,
  { poolId, sub, purpose, codeHash }: VerificationCode,
  source: Source,
): Promise<boolean> {
  const isFirst = await tables.verificationCodes.use(poolId, sub, purpose, codeHash);
  if (isFirst) await forgiveSentCode(tables, { poolId, account: sub, source });
  return isFirst;
}

/**
 * Whoever has read a code at an address has shown that it is theirs (Cognito's rule). An address that is another's name to
 * sign in by stays unverified, and one that has changed meanwhile is not the one that was proven.
 */
export async function verifyContact(
  tables: Tables,
  pool: Pool,
  { poolId, sub }: User,
  { attribute, to }: Contact,
  now: number,
): Promise<User | undefined> {
  const user = await tables.users.find(poolId, sub);
  const flag = `${attribute}_verified`;
  if (user === undefined || user.attributes[attribute] !== to || user.attributes[flag] === "true")
    return user;
  const verified = { ...user, attributes: { ...user.attributes, [flag]: "true" }, modifiedAt: now };
  const taken = await tables.users.update(verified, signInNames(pool, verified));
  return taken === undefined ? verified : user;
}

/** Where the code of a factor goes. */
export function contactOfFactor(
  { attributes }: Pick<User, "attributes">,
  factor: "EMAIL_OTP" | "SMS_MFA" | "SMS_OTP",
): Contact | undefined {
  return contactOf(attributes, factor === "EMAIL_OTP" ? "email" : "phone_number");
}

function bindingOf(sessionId: string, { to }: Contact): string {
  return JSON.stringify([sessionId, to]);
}

/** Somebody has forgotten their password: a code for a new one goes to an address of theirs. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import { hidesPeople } from "../clients/hides-people.ts";
import { singleAuthEvent } from "../events/record-auth-event.ts";
import { ApiFailure, type Fail } from "../failures.ts";
import { type PreparedCode, prepareCode, storeCode } from "../messages/code.ts";
import type { CodeRequest } from "../messages/code-request.ts";
import type { Contact } from "../messages/contact.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { type AccountCall, findAccount, nobodyFailure } from "./account.ts";
import { sealAddress } from "./code-address.ts";
import { countUse } from "./limits.ts";
import { migrateForgetful } from "./migrate-user.ts";
import { recoveryAttributes, recoveryContact } from "./recovery-contact.ts";
import { type Alongside, simulateCode } from "./simulated-code.ts";
import type { User } from "./user.ts";

/** `alongside` belongs to the transaction that stores the code, be it anybody's or nobody's. */
export async function forgotPassword(
  world: World,
  call: AccountCall,
  alongside: Alongside = async () => undefined,
): Promise<CodeDeliveryDetailsType> {
  const { pool, client, name, fail } = call;
  const attributes = recoveryAttributes(pool);
  // True of the pool, whoever is meant.
  if (attributes.length === 0) throw fail("InvalidParameterException", texts.noRecoveryContact);
  const { user: known, id } = await findAccount(world, pool, name);
  await countUse(world, pool, id, "recovery", fail);
  const user = known ?? (await migrateForgetful(world, call));
  const found = findRecoverable(pool, user, fail);
  if (!(found instanceof ApiFailure)) return send(world, call, found, alongside);
  if (!hidesPeople(client)) throw found;
  const code = { account: id, name, purpose: "resetPassword", attributes } as const;
  return simulateCode(world, pool, code, alongside);
}

/** A code for a new password, to the address of whoever is to have one: for AdminResetUserPassword too. */
export async function prepareRecoveryCode(
  world: World,
  { user, contact }: Recoverable,
  call: Pick<CodeRequest, "pool" | "client" | "metadata" | "fail">,
): Promise<PreparedCode> {
  const sealedAddress = sealAddress(world, user, contact, false);
  const code = { user, purpose: "resetPassword", contact, boundTo: null, sealedAddress } as const;
  return prepareCode(world, { ...call, ...code, source: "ForgotPassword" });
}

export interface Recoverable {
  readonly user: User;
  readonly contact: Contact;
}

/** Why somebody cannot choose a new password by themselves, or where the code for it goes. */
export function findRecoverable(
  pool: Pool,
  user: User | undefined,
  fail: Fail<"InvalidParameterException" | "NotAuthorizedException" | "UserNotFoundException">,
): Recoverable | ApiFailure {
  if (user === undefined) return nobodyFailure(fail);
  if (!user.isEnabled) return fail("NotAuthorizedException", texts.userDisabled);
  const contact = recoveryContact(pool, user);
  switch (user.status) {
    case "CONFIRMED":
    case "RESET_REQUIRED":
      if (contact === undefined) break;
      return { user, contact };
    case "UNCONFIRMED":
      break;
    default:
      return fail("NotAuthorizedException", texts.passwordCannotBeReset);
  }
  return fail("InvalidParameterException", texts.noRecoveryContact);
}

async function send(
  world: World,
  { pool, client, metadata, ipAddress, fail }: AccountCall,
  found: Recoverable,
  alongside: Alongside,
): Promise<CodeDeliveryDetailsType> {
  const code = await prepareRecoveryCode(world, found, { pool, client, metadata, fail });
  const event = singleAuthEvent(world, found.user, "ForgotPassword", "InProgress", ipAddress);
  await world.store.write(async (tables) => {
    await storeCode(tables, code);
    await tables.authEvents.put(event);
    await alongside(tables, code.details);
  });
  return code.details;
}

/** Sends another code for a sign-up that has not been confirmed; the previous one stops working. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import { hidesPeople } from "../clients/hides-people.ts";
import { singleAuthEvent } from "../events/record-auth-event.ts";
import { ApiFailure } from "../failures.ts";
import { storeCode } from "../messages/code.ts";
import type { Contact } from "../messages/contact.ts";
import type { World } from "../ports.ts";
import { texts } from "../texts.ts";
import { type AccountCall, findAccount, nobodyFailure } from "./account.ts";
import { countUse } from "./limits.ts";
import { prepareSignUpCode, signUpAttributes, signUpContact } from "./sign-up-contact.ts";
import { simulateCode } from "./simulated-code.ts";
import type { User } from "./user.ts";

export async function resendConfirmationCode(
  world: World,
  call: AccountCall,
): Promise<CodeDeliveryDetailsType> {
  const { pool, client, name, fail } = call;
  const attributes = signUpAttributes(pool);
  // True of the pool, whoever is meant.
  if (attributes.length === 0) throw fail("NotAuthorizedException", texts.autoVerificationOff);
  const { user, id } = await findAccount(world, pool, name);
  await countUse(world, pool, id, "resendConfirmationCode", fail);
  const found = findUnconfirmed(call, user);
  if (!(found instanceof ApiFailure)) return sendAgain(world, call, found);
  if (!hidesPeople(client)) throw found;
  return simulateCode(world, pool, { account: id, name, purpose: "signUp", attributes });
}

interface Unconfirmed {
  readonly user: User;
  readonly contact: Contact;
}

function findUnconfirmed({ pool, fail }: AccountCall, user: User | undefined): Unconfirmed | ApiFailure {
  if (user === undefined) return nobodyFailure(fail);
  if (!user.isEnabled) return fail("NotAuthorizedException", texts.userDisabled);
  if (user.status !== "UNCONFIRMED") return fail("InvalidParameterException", texts.userAlreadyConfirmed);
  const contact = signUpContact(pool, user.attributes);
  return contact === undefined
    ? fail("NotAuthorizedException", texts.autoVerificationOff)
    : { user, contact };
}

async function sendAgain(
  world: World,
  call: AccountCall,
  { user, contact }: Unconfirmed,
): Promise<CodeDeliveryDetailsType> {
  const code = await prepareSignUpCode(world, call, user, contact, "ResendCode");
  const event = singleAuthEvent(world, user, "ResendCode", "Pass", call.ipAddress);
  await world.store.write(async (tables) => {
    await storeCode(tables, code);
    await tables.authEvents.put(event);
  });
  return code.details;
}

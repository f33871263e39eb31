/** The invitation: tells a person whose account an administrator made their name and temporary password. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { Attributes } from "../users/attributes.ts";
import { type Contact, contactOf } from "./contact.ts";
import { fillTemplate, writeMessage } from "./write-message.ts";

/**
 * Where it goes. Cognito's default is SMS; a person without a phone number gets it by e-mail. Asking for media none of
 * which can reach the person is refused, because the temporary password would be lost.
 */
export function invitationContacts(
  attributes: Attributes,
  desired: readonly DeliveryMediumType[] | undefined,
  fail: Fail<"CodeDeliveryFailureException">,
): readonly Contact[] {
  const phone = contactOf(attributes, "phone_number");
  const email = contactOf(attributes, "email");
  const reachable = [phone, email].filter((contact) => contact !== undefined);
  if (desired === undefined || desired.length === 0) return reachable.slice(0, 1);
  const wanted = reachable.filter(({ medium }) => desired.includes(medium));
  if (wanted.length === 0) throw fail("CodeDeliveryFailureException", texts.invitationUndeliverable(desired));
  return wanted;
}

export interface Invitation {
  /** The name they sign in by. */
  readonly username: string;
  readonly password: string;
  readonly contacts: readonly Contact[];
}

export async function sendInvitation(
  world: World,
  tables: Tables,
  pool: Pool,
  { username, password, contacts }: Invitation,
): Promise<void> {
  const own = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  for (const { medium, to } of contacts) {
    const template = (medium === "EMAIL" ? own.EmailMessage : own.SMSMessage) || defaultText;
    const body = fillTemplate(template, { username, code: password });
    await writeMessage(world, tables, pool, {
      medium,
      to,
      subject: own.EmailSubject || defaultSubject,
      body,
    });
  }
}

const defaultSubject = "Your temporary password";
const defaultText = "An account was made for you. Sign in as {username} with the temporary password {####}";

/** The invitation: tells a person whose account an administrator made their name and temporary password. */
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { Fail } from "../failures.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { texts } from "../texts.ts";
import type { ClientMetadata, TriggerFail } from "../triggers/trigger-subject.ts";
import type { Attributes } from "../users/attributes.ts";
import type { User } from "../users/user.ts";
import { composeMessage } from "./compose-message.ts";
import { type Contact, contactOf } from "./contact.ts";
import type { Message } from "./message.ts";
import { wordsFor } from "./message-language.ts";

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
  readonly pool: Pool;
  readonly user: Pick<User, "sub" | "username" | "status" | "attributes">;
  /** The name they sign in by. */
  readonly username: string;
  readonly password: string;
  readonly contacts: readonly Contact[];
  readonly metadata: ClientMetadata;
  readonly fail: TriggerFail;
}

/** Asks the CustomMessage trigger for the words; so before the transaction that stores the person. */
export async function prepareInvitation(world: World, invitation: Invitation): Promise<readonly Message[]> {
  const { pool, username, password, contacts } = invitation;
  const own = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const { mail } = wordsFor(invitation.user, invitation.metadata);
  const messages: Message[] = [];
  for (const contact of contacts) {
    const template = contact.medium === "EMAIL" ? own.EmailMessage : own.SMSMessage;
    messages.push(
      await composeMessage(world, {
        ...invitation,
        contact,
        client: undefined,
        source: "AdminCreateUser",
        values: { code: password, username, link: undefined },
        wording: {
          subject: own.EmailSubject || mail.invitationSubject,
          template: template || mail.invitation,
        },
      }),
    );
  }
  return messages;
}

export async function storeInvitation(tables: Tables, messages: readonly Message[]): Promise<void> {
  for (const message of messages) await tables.messages.insert(message);
}

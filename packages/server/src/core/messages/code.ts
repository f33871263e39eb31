/** Six digits sent to an address of a person: whoever can read them there holds the address. */
import type { CodeDeliveryDetailsType } from "../../model/shapes.ts";
import type { Sub } from "../ids.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { Tables } from "../tables.ts";
import { type Contact, deliveryDetails } from "./contact.ts";
import { fillTemplate, writeMessage } from "./write-message.ts";

const hour = 3_600_000;

/** What a code proves, and for how long. */
export type CodePurpose = "resetPassword" | `verify:${Contact["attribute"]}`;

function codeLifetimeMs(purpose: CodePurpose): number {
  return purpose === "resetPassword" ? hour : 24 * hour;
}

/** Bound to the person and the purpose, since six digits alone are one of a million. */
export function codeHash(
  world: Pick<World, "digests">,
  sub: Sub,
  purpose: CodePurpose,
  code: string,
): string {
  return world.digests.fingerprint(`code ${sub} ${purpose} ${code}`);
}

/** Kills the person's earlier code of the same purpose. */
export async function sendCode(
  world: World,
  tables: Tables,
  pool: Pool,
  sub: Sub,
  purpose: CodePurpose,
  contact: Contact,
): Promise<CodeDeliveryDetailsType> {
  const code = world.random.characters(6, "0123456789");
  await tables.verificationCodes.put({
    poolId: pool.poolId,
    sub,
    purpose,
    codeHash: codeHash(world, sub, purpose, code),
    expiresAt: world.clock.now() + codeLifetimeMs(purpose),
  });
  const { subject, template } = templateFor(pool, purpose, contact);
  const body = fillTemplate(template, { code });
  await writeMessage(world, tables, pool, { medium: contact.medium, to: contact.to, subject, body });
  return deliveryDetails(contact);
}

/** The pool's own words serve both purposes, as in Cognito. */
function templateFor(
  pool: Pool,
  purpose: CodePurpose,
  { medium }: Contact,
): { subject: string; template: string } {
  const own = pool.settings.VerificationMessageTemplate ?? {};
  const isReset = purpose === "resetPassword";
  const defaultText = isReset
    ? "The code to set a new password is {####}. It is good for one hour."
    : "The code to confirm this address is {####}. It is good for one day.";
  const subject = own.EmailSubject ?? pool.settings.EmailVerificationSubject;
  const template =
    medium === "EMAIL"
      ? (own.EmailMessage ?? pool.settings.EmailVerificationMessage)
      : (own.SmsMessage ?? pool.settings.SmsVerificationMessage);
  return {
    subject: subject || (isReset ? "Your code for a new password" : "Your confirmation code"),
    template: template || defaultText,
  };
}

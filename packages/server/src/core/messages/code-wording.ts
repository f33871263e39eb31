/** The text around a code: the pool's own template if it has one; with a link instead of the code where the pool wants links. */
import type { Words } from "../../languages/en.ts";
import type { DeliveryMediumType } from "../../model/shapes.ts";
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { CodePurpose, CodeRequest } from "./code-request.ts";
import type { Wording } from "./compose-message.ts";
import type { Contact } from "./contact.ts";

export function codeWording({ mail }: Words, pool: Pool, purpose: CodePurpose, { medium }: Contact): Wording {
  const own = poolWording(mail, pool, purpose, medium === "EMAIL" ? "EMAIL" : "SMS");
  const ours = ourWording(mail, purpose);
  return { subject: own.subject || ours.subject, template: own.template || ours.template };
}

/** Does a mail to whoever signs up have a link instead of a code? */
export function confirmsByLink({ settings }: Pick<Pool, "settings">): boolean {
  return settings.VerificationMessageTemplate?.DefaultEmailOption === "CONFIRM_WITH_LINK";
}

function ourWording(mail: Words["mail"], purpose: CodePurpose): Wording {
  switch (purpose) {
    case "resetPassword":
      return { subject: mail.resetSubject, template: mail.reset };
    case "signIn":
      return { subject: mail.signInSubject, template: mail.signIn };
    default:
      return { subject: mail.verifySubject, template: mail.verify };
  }
}

/** One template serves confirmations and resets, as in Cognito; sign-in codes have their own. */
function poolWording(
  mail: Words["mail"],
  { settings, mfa }: Pool,
  purpose: CodePurpose,
  medium: DeliveryMediumType,
): Partial<Record<keyof Wording, string | undefined>> {
  if (purpose === "signIn") {
    const { EmailMfaConfiguration, SmsMfaConfiguration } = mfa;
    return medium === "EMAIL"
      ? { subject: EmailMfaConfiguration?.Subject, template: EmailMfaConfiguration?.Message }
      : { template: SmsMfaConfiguration?.SmsAuthenticationMessage ?? settings.SmsAuthenticationMessage };
  }
  const own = settings.VerificationMessageTemplate ?? {};
  if (medium === "SMS") return { template: own.SmsMessage ?? settings.SmsVerificationMessage };
  if (purpose === "signUp" && confirmsByLink({ settings })) {
    return {
      subject: own.EmailSubjectByLink,
      template: own.EmailMessageByLink || mail.link,
    };
  }
  return {
    subject: own.EmailSubject ?? settings.EmailVerificationSubject,
    template: own.EmailMessage ?? settings.EmailVerificationMessage,
  };
}

/** Built from the configured address, never from anything a request says (HP-08). */
export function confirmationLink(
  { settings }: Pick<World, "settings">,
  { client, user, purpose, contact }: CodeRequest,
  code: string,
): string | undefined {
  if (purpose !== "signUp" || contact.medium !== "EMAIL" || client === undefined) return undefined;
  const query = new URLSearchParams({
    client_id: client.clientId,
    user_name: user.username,
    confirmation_code: code,
  });
  return `${settings.publicUrl}/confirmUser?${query}`;
}

/** The words around a code: the pool's own where it has some, and where a link is wanted, the link. */
import type { Pool } from "../pools/pool.ts";
import type { World } from "../ports.ts";
import type { CodePurpose, CodeRequest } from "./code-request.ts";
import type { Wording } from "./compose-message.ts";
import type { Contact } from "./contact.ts";

export function codeWording(pool: Pool, purpose: CodePurpose, { medium }: Contact): Wording {
  const own = poolWording(pool, purpose, medium === "EMAIL" ? "EMAIL" : "SMS");
  const ours = defaults[purpose === "resetPassword" || purpose === "signIn" ? purpose : "verify"];
  return { subject: own.subject || ours.subject, template: own.template || ours.template };
}

/** Does a mail to whoever signs up have a link instead of a code? */
export function confirmsByLink({ settings }: Pick<Pool, "settings">): boolean {
  return settings.VerificationMessageTemplate?.DefaultEmailOption === "CONFIRM_WITH_LINK";
}

const defaults = {
  resetPassword: {
    subject: "Your code for a new password",
    template: "The code to set a new password is {####}. It is good for one hour.",
  },
  signIn: {
    subject: "Your sign-in code",
    template: "The code to sign in is {####}. It is good for a few minutes.",
  },
  verify: {
    subject: "Your confirmation code",
    template: "The code to confirm this address is {####}. It is good for one day.",
  },
} as const satisfies Record<string, Wording>;

/** One template serves confirmations and resets, as in Cognito; sign-in codes have their own. */
function poolWording(
  { settings, mfa }: Pool,
  purpose: CodePurpose,
  medium: "EMAIL" | "SMS",
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
      template: own.EmailMessageByLink || "Follow this link within a day. {##Confirm my account##}",
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

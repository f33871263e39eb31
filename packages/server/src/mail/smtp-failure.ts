/** What a mail server's refusal means for the message. */
import type { Carried } from "../core/messages/carrier.ts";

/**
 * Final only where the recipient is refused for good: anything else may be the server's trouble or a setting's, and pass.
 * 530 at that place asks for a login (RFC 4954 §6), which is no word about the recipient.
 */
export function carriedWith(error: unknown): Carried {
  const { code = "failed", originalCode, command, responseCode, response } = detailsOf(error);
  const status = responseCode || 0;
  const isRecipientRefused = code === "EENVELOPE" && command === "RCPT TO";
  const isFinal = isRecipientRefused && status >= 500 && status < 600 && status !== 530;
  const said = typeof response === "string" ? speechOf(response) : undefined;
  const reason = [originalCode ?? code, command, said].filter((part) => part !== undefined).join(": ");
  return { kind: isFinal ? "never" : "later", reason };
}

interface Details {
  readonly code?: string;
  /** The system's own, `ECONNREFUSED` say. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly responseCode?: number | false;
  readonly response?: string | false;
}

// nodemailer says in its types that these are the members of its errors.
function detailsOf(error: unknown): Details {
  return typeof error === "object" && error !== null ? (error as Details) : {};
}

/** Servers repeat the recipient's address and may repeat words of the message; the log must have neither. */
function speechOf(response: string): string {
  return response.replaceAll(/[^\s<>]*@[^\s<>]*|\d{6,}/g, "…").slice(0, 200);
}

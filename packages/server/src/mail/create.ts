/** E-mails leave through the operator's mail server. One recipient each, in the envelope as in the header. */
import nodemailer from "nodemailer";
import type { MailSettings } from "../config/config.ts";
import { isLoopback } from "../config/loopback.ts";
import type { SmtpServer } from "../config/smtp-server.ts";
import { type Carried, type Carrier, type Letter, longestCarryMs } from "../core/messages/carrier.ts";
import { type Mailbox, parseMailbox } from "./mailbox.ts";
import { carriedWith } from "./smtp-failure.ts";

export interface MailCarrierOptions {
  /** Of one attempt, however the mail server keeps it going. Default: the longest that a carrier may take. */
  readonly limitMs?: number;
}

export function createMailCarrier(
  { server, from }: MailSettings,
  { limitMs = longestCarryMs }: MailCarrierOptions = {},
): Carrier {
  const house = parseMailbox(from);
  if (house === undefined) throw new Error("the configured sender is no mailbox");
  const transport = createTransport(server);
  return async (letter): Promise<Carried> => {
    const to = parseMailbox(letter.to);
    if (to === undefined || to.name !== "")
      return { kind: "never", reason: "the recipient is no mail address" };
    try {
      await transport.sendMail({ ...mailOf(letter, house, to), signal: AbortSignal.timeout(limitMs) });
      return { kind: "sent" };
    } catch (error) {
      return carriedWith(error, letter);
    }
  };
}

export function createTransport(server: SmtpServer) {
  return nodemailer.createTransport({
    host: server.host,
    port: server.port,
    secure: server.isTls,
    ...tlsPolicy(server),
    ...(server.credentials && { auth: { user: server.credentials.user, pass: server.credentials.password } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * A password never travels in the clear, except on this machine. Without one the connection may be plain, so a certificate
 * that nobody vouches for is no worse.
 */
function tlsPolicy({ host, isTls, credentials }: SmtpServer) {
  const isDemanded = isTls || (credentials !== undefined && !isLoopback(host));
  return { requireTLS: isDemanded, tls: { rejectUnauthorized: isDemanded && !isLoopback(host) } };
}

function mailOf(letter: Letter, house: Mailbox, to: Mailbox) {
  const { messageId, subject = "", text, html, createdAt } = letter;
  const from = (letter.from && parseMailbox(letter.from)) || house;
  const replyTo = letter.replyTo && parseMailbox(letter.replyTo);
  return {
    from,
    to,
    ...(replyTo && { replyTo }),
    envelope: { from: from.address, to: [to.address] },
    subject,
    text,
    ...(html !== undefined && { html }),
    messageId: `<${messageId}@${from.address.split("@").at(-1)}>`,
    date: new Date(createdAt),
    // RFC 3834: nobody's absence notice comes back.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

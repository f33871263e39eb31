/** A real SMTP server on loopback, which keeps what it is given. It can be away, refuse people, and ask for a password. */
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

export interface Mail {
  /** Of the envelope. */
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: string;
  /** As its program would show it. */
  readonly text: string;
  readonly html: string;
  /** A header's value, unfolded. */
  header(name: string): string | undefined;
}

export interface MailServer {
  readonly port: number;
  /** For POOLHOUSE_SMTP_URL. */
  readonly url: string;
  /** Oldest first. */
  readonly mails: Mail[];
  close(): Promise<void>;
}

export interface MailServerOptions extends SMTPServerOptions {
  readonly port?: number;
  /** What is answered to whoever may not have mail. */
  readonly refusal?: (recipient: string) => { readonly status: number; readonly text: string } | undefined;
  /** After the mail has been read whole, and before it is said so. */
  readonly onMail?: (mail: Mail) => Promise<void>;
}

export async function startMailServer({
  port = 0,
  refusal,
  onMail,
  ...options
}: MailServerOptions = {}): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 10,
    onRcptTo({ address }, _session, done) {
      const refused = refusal?.(address);
      done(refused && Object.assign(new Error(refused.text), { responseCode: refused.status }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const mail = mailOf(
          from,
          envelope.rcptTo.map(({ address }) => address),
          Buffer.concat(chunks).toString(),
        );
        mails.push(mail);
        (onMail?.(mail) ?? Promise.resolve()).then(() => done(), done);
      });
    },
    ...options,
  });
  // Clients that go away in the middle are part of the stories.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the mail server does not listen");
  return {
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** For one test alone. */
export async function mailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** The settings of a server that mails there. */
export function mailSettings(url: string): Readonly<Record<string, string>> {
  return { POOLHOUSE_SMTP_URL: url, POOLHOUSE_MAIL_FROM: "Poolhouse <no-reply@house.example>" };
}

function mailOf(from: string, recipients: readonly string[], raw: string): Mail {
  const [head] = split(raw);
  return {
    from,
    recipients,
    raw,
    text: partOf(raw, "text/plain"),
    html: partOf(raw, "text/html"),
    header: (name) => headerOf(head, name),
  };
}

function headerOf(head: string, name: string): string | undefined {
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, " ");
  return new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1];
}

function partOf(raw: string, type: string): string {
  const boundary = /boundary="([^"]+)"/.exec(split(raw)[0])?.[1];
  const parts = boundary === undefined ? [raw] : raw.split(`--${boundary}`).map((part) => part.trimStart());
  const part = parts.find((each) => headerOf(split(each)[0], "content-type")?.startsWith(type));
  if (part === undefined) return "";
  const [head, body] = split(part);
  return decode(headerOf(head, "content-transfer-encoding") ?? "7bit", body)
    .replaceAll("\r\n", "\n")
    .trim();
}

function decode(encoding: string, body: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_found, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

/** Head and body. */
function split(raw: string): [string, string] {
  const at = raw.indexOf("\r\n\r\n");
  return at < 0 ? [raw, ""] : [raw.slice(0, at), raw.slice(at + 4)];
}

/** What a mail server's refusal means for the message. */
import type { Carried, Letter } from "../core/messages/carrier.ts";

/**
 * Final only where the recipient is refused for good: anything else may be the server's trouble or a setting's, and pass.
 * 530 at that place asks for a login (RFC 4954 §6), which is no word about the recipient. `letter` is null where none was sent.
 */
export function carriedWith(error: unknown, letter: Words | null): Carried {
  const { code = "failed", originalCode, command, responseCode, response } = detailsOf(error);
  const status = responseCode || 0;
  const isRecipientRefused = code === "EENVELOPE" && command === "RCPT TO";
  const isFinal = isRecipientRefused && status >= 500 && status < 600 && status !== 530;
  // Nothing of the letter is known to a server before that command.
  const known = command === "DATA" ? wordsOf(letter ?? {}) : "";
  const said = typeof response === "string" ? speechOf(response, known) : undefined;
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
function speechOf(response: string, known: string): string {
  return response
    .slice(0, 2000)
    .replaceAll(/[^\s<>]*@[^\s<>]*|\d{6,}/g, "…")
    .replaceAll(/\S+/g, (word) => (isOf(known, word) ? "…" : word))
    .slice(0, 200);
}

type Words = Partial<Pick<Letter, "subject" | "text" | "html">>;

function wordsOf({ subject = "", text = "", html = "" }: Words): string {
  return `${subject}\n${text}\n${html}`;
}

/** Whole, as in quotes, or in part, as in `text=…`. A server's own word that stands in the letter too is no loss. */
function isOf(known: string, word: string): boolean {
  const whole = word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  if (whole === "") return false;
  const parts = whole.split(/[^\p{L}\p{N}]+/u).filter(({ length }) => length > 2);
  return [whole, ...parts].some((each) => known.includes(each));
}

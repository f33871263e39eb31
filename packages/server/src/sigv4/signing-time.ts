import type { SignatureClaim } from "./claim.ts";
import type { SignatureFailure } from "./failures.ts";
import { incomplete, invalid, quote } from "./failures.ts";

export interface SigningTime {
  readonly epochMs: number;
  /** `20261123T130000Z`, as it stands in the string to sign. */
  readonly text: string;
}

/** ISO 8601 basic format, or what a Date header holds (RFC 1123). */
export function readSigningTime(date: string): SigningTime | SignatureFailure {
  const epochMs = parseBasicFormat(date) ?? parseHttpDate(date);
  if (epochMs !== undefined) return { epochMs, text: basicFormat(epochMs) };
  return incomplete(
    `Date must be in ISO-8601 'basic format'. Got ${quote(date)}. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

/** Not older than fifteen minutes, or than its own expiry when presigned, and never further ahead than fifteen. */
export function checkValidity(
  signedAt: SigningTime,
  validity: SignatureClaim["validity"],
  now: number,
): SignatureFailure | undefined {
  const at = basicFormat(now);
  if (signedAt.epochMs > now + skewMs) {
    const latest = basicFormat(now + skewMs);
    return invalid(
      `Signature not yet current: ${signedAt.text} is still later than ${latest} (${at} + 15 min.)`,
    );
  }
  const lifeMs = validity.kind === "skew" ? skewMs : validity.seconds * 1000;
  if (now - signedAt.epochMs <= lifeMs) return undefined;
  const life = validity.kind === "skew" ? "15 min." : `${validity.seconds} sec.`;
  const earliest = basicFormat(now - lifeMs);
  return invalid(`Signature expired: ${signedAt.text} is now earlier than ${earliest} (${at} - ${life})`);
}

const skewMs = 15 * 60 * 1000;

function basicFormat(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function parseBasicFormat(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return instant([year, month, day, hour, minute, second]);
}

/** The weekday is not compared with the date: AWS's own examples have it wrong. */
function parseHttpDate(text: string): number | undefined {
  const match = /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text);
  if (match === null) return undefined;
  const [, day, month = "", year, hour, minute, second] = match;
  return instant([year, months.indexOf(month) + 1, day, hour, minute, second].map(Number));
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Undefined for a date the calendar does not have: `Date.UTC` would turn 31 February into March, and the year 99 into 1999. */
function instant(parts: readonly (number | undefined)[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const epochMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const digits = [year, month, day].map((part) => String(part).padStart(2, "0")).join("");
  const time = [hour, minute, second].map((part) => String(part).padStart(2, "0")).join("");
  return basicFormat(epochMs) === `${digits}T${time}Z` ? epochMs : undefined;
}

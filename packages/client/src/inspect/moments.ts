/** Times as people say them, with the exact value at hand. */
import type { Moment } from "./report.ts";

/** What stands for "no expiration": the last second of year 9999. */
export const noExpiration = 253_402_300_799;

/** The last second that a date can hold. */
const lastSecond = 8_640_000_000_000;

/** `verbs` for before and after: `["expires", "expired"]`. Undefined for what is no moment. */
export function momentOf(
  seconds: unknown,
  now: number,
  [ahead, past]: readonly [string, string],
): Moment | undefined {
  if (typeof seconds !== "number" || !(Math.abs(seconds) <= lastSecond)) return undefined;
  const iso = new Date(Math.floor(seconds) * 1000).toISOString().replace(".000Z", "Z");
  if (seconds === noExpiration) return { iso, words: "never: it stands for no expiration" };
  const distance = seconds - now / 1000;
  if (Math.abs(distance) < 1) return { iso, words: `${past} just now` };
  return { iso, words: distance > 0 ? `${ahead} in ${span(distance)}` : `${past} ${span(-distance)} ago` };
}

const units = [
  ["year", 31_557_600],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "42 minutes", "1 hour 5 minutes": the two largest units, rounded down; days say enough alone, and so do years. */
export function span(seconds: number): string {
  const first = units.findIndex(([, length]) => seconds >= length);
  const [name, length] = units[first] ?? ["second", 1];
  const whole = Math.floor(seconds / length);
  const smaller = units[first + 1];
  if (smaller === undefined || whole >= 10 || name === "year" || name === "minute") return count(whole, name);
  const rest = Math.floor((seconds - whole * length) / smaller[1]);
  return rest === 0 ? count(whole, name) : `${count(whole, name)} ${count(rest, smaller[0])}`;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** Moments as people type them: a date, a time, or how long ago. */
import { type CommandFailure, usageFailure } from "../command.ts";

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Epoch milliseconds. Throws a usage failure that names the flag. */
export function parseWhen(flag: string, text: string, now: number): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  // The pattern has only these units.
  if (count !== undefined) return now - Number(count) * unitMs[unit as keyof typeof unitMs];
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw notAMoment(flag, text);
  return at;
}

function notAMoment(flag: string, text: string): CommandFailure {
  return usageFailure(
    `--${flag} ${JSON.stringify(text)} is no moment.`,
    "It is a date, a time with its zone, or how long ago in minutes, hours or days.",
    `For example: --${flag} 2026-11-24, --${flag} 2026-11-24T08:00Z or --${flag} 36h`,
  );
}

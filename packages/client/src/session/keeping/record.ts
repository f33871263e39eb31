/** A session as it is kept: the tokens, and the two times that limit it (CK-08). */
import type { TokenSet } from "../../tokens/token-set.ts";

export interface SessionRecord {
  readonly tokens: TokenSet;
  /** Epoch milliseconds of signing in. */
  readonly createdAt: number;
  /** Epoch milliseconds of the last use, to a twentieth of the idle limit. */
  readonly seenAt: number;
}

export interface Limits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export function endOf(record: Omit<SessionRecord, "tokens">, { idleMs, absoluteMs }: Limits): number {
  return Math.min(record.createdAt + absoluteMs, record.seenAt + idleMs);
}

/** Not every request is written down: that would be a write for each. */
export function isUseWorthNoting(
  { seenAt }: Pick<SessionRecord, "seenAt">,
  { idleMs }: Limits,
  now: number,
): boolean {
  return now - seenAt >= idleMs / 20;
}

export function recordToText(record: SessionRecord): string {
  // JSON has no Infinity and makes it null.
  return JSON.stringify(record);
}

/** Only for text that was sealed here. */
export function recordOfText(text: string): SessionRecord {
  const record: SessionRecord = JSON.parse(text);
  const { tokens } = record;
  return {
    ...record,
    tokens: {
      ...tokens,
      expiresAt: tokens.expiresAt ?? Number.POSITIVE_INFINITY,
      renewAt: tokens.renewAt ?? Number.POSITIVE_INFINITY,
    },
  };
}

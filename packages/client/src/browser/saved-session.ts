/** One sign-in as this kit keeps it between pages and tells it to other tabs. */
import type { TokenSet } from "../tokens/token-set.ts";

export interface SavedSession {
  /** Drawn at the sign-in: tells its copies in other tabs from other sign-ins. */
  readonly family: string;
  /** When these tokens came, in epoch milliseconds; later than what they took the place of, whatever the clock says. */
  readonly version: number;
  readonly tokens: TokenSet;
}

export function isNewer(session: SavedSession, than: SavedSession | undefined): boolean {
  return than === undefined || session.version > than.version;
}

/** Undefined for what is none: anybody on the origin may have written there. */
export function readSession(text: string | null): SavedSession | undefined {
  try {
    const session: SavedSession = JSON.parse(text ?? "");
    const { tokens, family, version } = session;
    const texts = [tokens.accessToken, tokens.claims.sub, family];
    if (!(texts.every((value) => typeof value === "string") && version > 0)) return undefined;
    // JSON has no Infinity.
    const { expiresAt, renewAt } = tokens;
    const never = Number.POSITIVE_INFINITY;
    return { ...session, tokens: { ...tokens, expiresAt: expiresAt ?? never, renewAt: renewAt ?? never } };
  } catch {
    return undefined;
  }
}

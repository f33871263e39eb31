/**
 * Renewal where nothing is shared but the provider: one at a time within this process, and the newest token set of each refresh token
 * remembered, so that a browser that still brings the one before is given the one after.
 */
import { isClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import { revoke } from "../../provider/sign-out.ts";
import { createSingleFlight } from "../../tokens/single-flight.ts";
import { type IdTokenClaims, isExpired, isFresh, type TokenSet } from "../../tokens/token-set.ts";
import { type BoundedMap, createBoundedMap } from "../bounded-map.ts";
import { codeOf } from "../events.ts";
import { sha256 } from "../sealing/base64url.ts";
import type { Settings } from "../settings.ts";
import { refreshPatiently } from "./patient-refresh.ts";
import { createReplacements } from "./replacements.ts";
import { createRests } from "./rests.ts";

export interface CookieRenewal {
  remember(refreshToken: string, tokens: TokenSet): Promise<void>;
  /** The newest tokens after this refresh token, as far as this process knows. */
  recall(refreshToken: string): Promise<TokenSet | undefined>;
  /** The same; fetched where this process does not know them. */
  known(refreshToken: string, claims: IdTokenClaims): Promise<TokenSet>;
  /** As `Renewal.usable`, except that whoever begins a renewal waits for it: its answer must carry the new cookie. */
  usable(tokens: TokenSet, insteadOf?: string): Promise<TokenSet>;
  /** Answers the newest refresh token, and takes none of its line from now on. */
  forget(tokens: TokenSet): Promise<string | undefined>;
}

/** By the hash of a refresh token: the tokens it led to, or nothing when its session is over. */
type Memory = BoundedMap<TokenSet | "ended">;

export function createCookieRenewal(settings: Settings, rememberedSessions: number): CookieRenewal {
  const memory: Memory = createBoundedMap(rememberedSessions * 2);
  const once = createSingleFlight<TokenSet>();
  const running = new Set<string>();
  const { now, provider } = settings;
  const replacements = createReplacements(now);
  const rests = createRests(now);

  async function remember(refreshToken: string, tokens: TokenSet): Promise<void> {
    for (const id of await idsOf(refreshToken, tokens)) memory.set(id, tokens);
  }

  /** Looks and writes in one step, so that a sign-out comes before it or after it. */
  async function accept(refreshToken: string, renewed: TokenSet): Promise<void> {
    const ids = await idsOf(refreshToken, renewed);
    if (ids.every((id) => memory.get(id) !== "ended")) {
      for (const id of ids) memory.set(id, renewed);
      return;
    }
    // Whoever signed out meant these tokens too.
    await revoke(provider, renewed.refreshToken).catch(() => undefined);
    throw explainedError("session_ended", "signed out while it was renewed");
  }

  async function renew(tokens: TokenSet): Promise<TokenSet> {
    const { refreshToken = "" } = tokens;
    const key = `${await sha256(refreshToken)} ${tokens.accessToken}`;
    const reason = rests.reason(key);
    if (reason !== undefined) throw reason;
    running.add(key);
    return once(key, async () => {
      const subject = tokens.claims.sub;
      try {
        const newest = await newestAfter(memory, refreshToken);
        if (newest !== undefined && newest.accessToken !== tokens.accessToken) return newest;
        const renewed = (await refreshPatiently(settings, tokens)) ?? tokens;
        await accept(refreshToken, renewed);
        settings.report({ type: "renewed", subject });
        return renewed;
      } catch (error) {
        rests.begin(key, error);
        if (isClientError(error, "session_ended")) memory.set(await sha256(refreshToken), "ended");
        settings.report({ type: "renewal_failed", subject, code: codeOf(error), error });
        throw error;
      } finally {
        running.delete(key);
      }
    });
  }

  return {
    remember,
    recall: (refreshToken) => newestAfter(memory, refreshToken).catch(() => undefined),
    async known(refreshToken, claims) {
      const newest = await newestAfter(memory, refreshToken);
      // Nothing is known of it: as good as expired.
      return newest ?? renew({ refreshToken, claims, accessToken: "", expiresAt: 0, renewAt: 0 });
    },
    async usable(tokens, insteadOf) {
      const isRefused = insteadOf === tokens.accessToken && !replacements.isRecent(tokens.refreshToken ?? "");
      if (!isRefused && isFresh(tokens, now())) return tokens;
      if (isExpired(tokens, now())) return renew(tokens);
      if (isRefused) {
        const renewed = await renew(tokens);
        // What names the session from now on.
        replacements.note(renewed.refreshToken ?? "");
        return renewed;
      }
      const key = `${await sha256(tokens.refreshToken ?? "")} ${tokens.accessToken}`;
      if (running.has(key)) return tokens;
      return renew(tokens).catch(() => tokens);
    },
    async forget({ refreshToken }) {
      let newest = refreshToken;
      for (let next = refreshToken; next !== undefined; ) {
        newest = next;
        const id = await sha256(next);
        const found = memory.get(id);
        memory.set(id, "ended");
        next = found === undefined || found === "ended" ? undefined : found.refreshToken;
      }
      return newest;
    },
  };
}

/** What a token set is remembered by: the refresh token that brought it, and its own. */
function idsOf(refreshToken: string, tokens: TokenSet): Promise<string[]> {
  return Promise.all([refreshToken, tokens.refreshToken ?? refreshToken].map(sha256));
}

/** Follows a line of rotated tokens to its end. Throws `session_ended` where that is known to be over. */
async function newestAfter(memory: Memory, refreshToken: string): Promise<TokenSet | undefined> {
  let found: TokenSet | undefined;
  let next: string | undefined = refreshToken;
  const seen = new Set<string>();
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const remembered = memory.get(await sha256(next));
    if (remembered === "ended") throw explainedError("session_ended");
    if (remembered === undefined) break;
    found = remembered;
    next = remembered.refreshToken;
  }
  return found;
}

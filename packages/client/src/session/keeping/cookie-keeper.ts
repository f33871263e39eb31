/**
 * The refresh token in an encrypted cookie, and the other tokens in the memory of this process, under the hash of the refresh
 * token that brought them. What this mode cannot do is said at the option `cookie`.
 */
import { isClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import type { TokenSet } from "../../tokens/token-set.ts";
import { createBoundedMap } from "../bounded-map.ts";
import { deleteChunks, readChunks, setChunks } from "../cookies/chunks.ts";
import { readCookies } from "../cookies/cookie.ts";
import { type CookieRenewal, createCookieRenewal } from "../renewal/cookie-renewal.ts";
import { sha256 } from "../sealing/base64url.ts";
import type { Settings } from "../settings.ts";
import type { KeptSession, SessionKeeper } from "./keeper.ts";
import { isOtherSignIn } from "./other-sign-in.ts";
import { endOf, isUseWorthNoting } from "./record.ts";

/** All there is in the cookie. */
interface CookieContent {
  readonly refreshToken: string;
  readonly subject: string;
  readonly createdAt: number;
  readonly seenAt: number;
}

const purpose = "cookie";

export function createCookieKeeper(settings: Settings, rememberedSessions: number): SessionKeeper {
  const { cookies, now, provider } = settings;
  const renewal = createCookieRenewal(settings, rememberedSessions);
  const used = createBoundedMap<true>(100_000);

  return {
    async begin(request, tokens) {
      const { refreshToken } = tokens;
      if (refreshToken === undefined) {
        throw explainedError(
          "storage_unavailable",
          "there is no refresh token to keep in a cookie; use a store",
        );
      }
      const content = { refreshToken, subject: tokens.claims.sub, createdAt: now(), seenAt: now() };
      const lines = await linesOf(settings, content, request);
      await renewal.remember(refreshToken, tokens);
      const before = await readContent(settings, request);
      const old = before && (await renewal.recall(before.refreshToken));
      const isReplaced = old !== undefined && isOtherSignIn(old, tokens);
      return { lines, replaced: isReplaced ? [await renewal.forget(old)] : [] };
    },
    async find(request) {
      const content = await readContent(settings, request);
      if (content === undefined || now() >= endOf(content, settings)) return undefined;
      const claims = { sub: content.subject, iss: provider.issuer };
      try {
        const known = await renewal.known(content.refreshToken, claims);
        return await keptSession({ settings, renewal, request }, content, known);
      } catch (error) {
        // The cookie stays: by now the browser may have a newer one, which this answer would delete.
        if (isClientError(error, "session_ended")) return undefined;
        throw error;
      }
    },
    markOf: async () => undefined,
    forget: (request) => deleteChunks(cookies, readCookies(cookies, request.headers)),
    async useOnce(id) {
      const key = await sha256(id);
      if (used.get(key) !== undefined) return false;
      used.set(key, true);
      return true;
    },
    endByProvider: undefined,
  };
}

interface Tools {
  readonly settings: Settings;
  readonly renewal: CookieRenewal;
  readonly request: Request;
}

async function keptSession(
  { settings, renewal, request }: Tools,
  brought: CookieContent,
  known: TokenSet,
): Promise<KeptSession> {
  const { cookies, now } = settings;
  const seenAt = isUseWorthNoting(brought, settings, now()) ? now() : brought.seenAt;
  let tokens = known;
  let content = brought;
  let lines: readonly string[] = [];
  await follow();
  return {
    claims: () => tokens.claims,
    expiresAt: () => endOf(content, settings),
    async accessToken(insteadOf) {
      tokens = await renewal.usable(tokens, insteadOf);
      await follow();
      return tokens.accessToken;
    },
    cookies: () => lines,
    async end() {
      const newest = await renewal.forget(tokens);
      lines = deleteChunks(cookies, readCookies(cookies, request.headers));
      return newest;
    },
  };

  /** The cookie after the newest refresh token, wherever it was renewed. */
  async function follow(): Promise<void> {
    const refreshToken = tokens.refreshToken ?? brought.refreshToken;
    if (refreshToken === content.refreshToken && seenAt === content.seenAt) return;
    content = { ...content, refreshToken, seenAt };
    lines = await linesOf(settings, content, request);
  }
}

async function linesOf(settings: Settings, content: CookieContent, request: Request): Promise<string[]> {
  const { cookies, now, sealer } = settings;
  const sealed = await sealer.seal(purpose, cookies.name, JSON.stringify(content));
  const seconds = (endOf(content, settings) - now()) / 1000;
  return setChunks(cookies, sealed, seconds, readCookies(cookies, request.headers));
}

async function readContent(
  { cookies, sealer }: Settings,
  request: Request,
): Promise<CookieContent | undefined> {
  const sealed = readChunks(cookies, readCookies(cookies, request.headers));
  const text = sealed === undefined ? undefined : await sealer.open(purpose, cookies.name, sealed);
  return text === undefined ? undefined : JSON.parse(text);
}

/** New access tokens: one refresh at a time among all tabs, and a lost answer asked for again while the provider still gives it. */
import { ClientError, isClientError } from "../errors/client-error.ts";
import type { Provider } from "../provider/provider.ts";
import { refresh } from "../provider/refresh.ts";
import { revoke } from "../provider/sign-out.ts";
import type { VerifySignature } from "../provider/token-answer.ts";
import { isExpired, type TokenSet } from "../tokens/token-set.ts";
import type { Environment } from "./environment.ts";
import type { Keeper } from "./keeper.ts";
import type { SavedSession } from "./saved-session.ts";

/**
 * After these waits, each drawn out or shortened by up to a half. The first is none: the provider may have used the refresh
 * token up and the answer was lost, and for a short while it answers the same token with the same successor.
 */
const waitsMs = [0, 1000, 3000];

/**
 * Renews a session, or takes what another tab has got meanwhile. Throws `session_ended` when it is over, or what stands in the
 * way, `provider_unavailable` above all: then the session is as it was.
 */
export function createRenewal(
  provider: Provider,
  keeper: Keeper,
  environment: Environment,
  verifySignature: VerifySignature | null,
): (session: SavedSession) => Promise<void> {
  async function renew(session: SavedSession): Promise<void> {
    const newest = await keeper.newest(session);
    // Another tab has renewed, or signed out.
    if (newest !== session && !(newest && isExpired(newest.tokens, environment.now()))) return;
    try {
      const tokens = await persistently(environment, () => refresh(provider, newest.tokens, verifySignature));
      accept(newest, tokens);
    } catch (error) {
      await explain(newest, error);
    }
  }

  function accept(before: SavedSession, tokens: TokenSet): void {
    // The same one again: it is not rotated, so it must not lie about in a browser (BF-03).
    const isRotated = tokens.refreshToken !== before.tokens.refreshToken;
    const isKept = keeper.keep(isRotated ? tokens : { ...tokens, refreshToken: undefined }, before);
    // Whoever signed out meant these tokens too.
    if (!isKept) revoke(provider, tokens.refreshToken).catch(() => {});
    if (isKept && !isRotated) keeper.failed(new ClientError("rotation_missing"));
  }

  async function explain(session: SavedSession, error: unknown): Promise<void> {
    const isOver = isClientError(error, "session_ended");
    // Only this very state of the session is over: another tab may have a newer one.
    if (isOver && (await keeper.newest(session)) !== session) return;
    if (isOver) keeper.end("ended", error);
    else if (isClientError(error)) keeper.failed(error);
    throw error;
  }

  return (session) => environment.inTurn(`poolhouse ${session.family}`, () => renew(session));
}

async function persistently<Result>(
  { after, random }: Environment,
  work: () => Promise<Result>,
): Promise<Result> {
  for (const wait of waitsMs) {
    try {
      return await work();
    } catch (error) {
      if (!isClientError(error, "provider_unavailable")) throw error;
      // Without a cause it has answered, "not now": that is no lost answer, and wants a pause.
      const least = error.cause === undefined ? 500 : wait;
      await new Promise<void>((resolve) => after(Math.max(wait, least) * (0.5 + random()), resolve));
    }
  }
  return work();
}

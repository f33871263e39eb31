/**
 * One renewal per session, however many requests and processes ask for it. Whoever has the session's lease renews; the others
 * wait, read what was written and take it. A session is removed by one thing only: the provider's `invalid_grant` for exactly the
 * tokens that are in the store. Silence of the provider, a lost lease or a lost race never ends one.
 */
import { type ClientError, isClientError } from "../../errors/client-error.ts";
import { explainedError } from "../../errors/explained-error.ts";
import { revoke } from "../../provider/sign-out.ts";
import { createSingleFlight } from "../../tokens/single-flight.ts";
import { isExpired, isFresh, type TokenSet } from "../../tokens/token-set.ts";
import { type BoundedMap, createBoundedMap } from "../bounded-map.ts";
import { codeOf } from "../events.ts";
import type { Held, Vault } from "../keeping/vault.ts";
import { randomId } from "../sealing/base64url.ts";
import type { Settings } from "../settings.ts";
import type { SessionStore } from "../store.ts";
import { takeLease } from "./lease.ts";
import { refreshPatiently } from "./patient-refresh.ts";
import { jittered } from "./pause.ts";
import { createReplacements } from "./replacements.ts";
import { createRests } from "./rests.ts";

export interface Renewal {
  /**
   * The session with an access token that is good now, and is not `insteadOf` unless that one has just taken the place of another. A
   * token that is due but still serves is answered at once while a new one is fetched. Throws `session_ended`, `provider_unavailable`, `store_unavailable`, …
   */
  usable(held: Held, insteadOf?: string): Promise<Held>;
}

interface Tools {
  readonly settings: Settings;
  readonly store: SessionStore;
  readonly vault: Vault;
  /** New tokens that could not be written yet, by session. */
  readonly unwritten: BoundedMap<Unwritten>;
}

interface Unwritten {
  readonly insteadOf: string;
  readonly tokens: TokenSet;
}

const firstPollMs = 20;
const longestPollMs = 500;

export function createRenewal(settings: Settings, store: SessionStore, vault: Vault): Renewal {
  const once = createSingleFlight<Held>();
  const tools: Tools = { settings, store, vault, unwritten: createBoundedMap(1_000) };
  const { now } = settings;
  const rests = createRests(now);
  const replacements = createReplacements(now);

  function renew({ id, record }: Held): Promise<Held> {
    const stale = record.tokens.accessToken;
    const reason = rests.reason(id);
    if (reason !== undefined) return Promise.reject(reason);
    // Keyed by the token too: whoever has been refused the new one must not be given it again.
    return once(`${id} ${stale}`, async () => {
      try {
        const renewed = await renewInTurn(tools, id, stale);
        rests.end(id);
        return renewed;
      } catch (error) {
        rests.begin(id, error);
        settings.report({
          type: "renewal_failed",
          subject: record.tokens.claims.sub,
          code: codeOf(error),
          error,
        });
        throw error;
      }
    });
  }

  return {
    async usable(held, insteadOf) {
      const { tokens } = held.record;
      const isRefused = insteadOf === tokens.accessToken && !replacements.isRecent(held.id);
      if (!isRefused && isFresh(tokens, now())) return held;
      const isServing = !isExpired(tokens, now());
      if (tokens.refreshToken === undefined && isServing) return held;
      if (!isServing) return renew(held);
      if (isRefused) {
        const renewed = await renew(held);
        replacements.note(held.id);
        return renewed;
      }
      // What fails here is reported, and felt only once the old token has expired.
      renew(held).catch(() => undefined);
      return held;
    },
  };
}

async function renewInTurn(tools: Tools, id: string, stale: string): Promise<Held> {
  const { settings, store, vault } = tools;
  // Of this renewal, not of this process: two of one process exclude each other too.
  const owner = randomId();
  const bound = settings.now() + settings.timeoutMs + settings.retryMs + settings.leaseMs;
  for (let poll = firstPollMs; ; poll = Math.min(poll * 1.5, longestPollMs)) {
    const lease = await takeLease(store, settings, id, owner);
    if (lease !== undefined) {
      try {
        return await renewHeld(tools, id, stale);
      } finally {
        await lease.release();
      }
    }
    const held = await readLive(vault, id);
    if (held.record.tokens.accessToken !== stale) return held;
    if (settings.now() > bound)
      throw explainedError("provider_unavailable", "another process is still renewing");
    await settings.wait(jittered(poll));
  }
}

/** With the lease. What was read before it may be old by now, so it is read again. */
async function renewHeld(tools: Tools, id: string, stale: string): Promise<Held> {
  const { settings, vault, unwritten } = tools;
  const held = await readLive(vault, id);
  if (held.record.tokens.accessToken !== stale) return held;
  const left = unwritten.get(id);
  if (left?.insteadOf === stale) return write(tools, held, left.tokens);
  const isStillDue = async () => (await vault.read(id))?.record.tokens.accessToken === stale;
  try {
    const tokens = await refreshPatiently(settings, held.record.tokens, isStillDue);
    return tokens === undefined ? await readLive(vault, id) : await write(tools, held, tokens);
  } catch (error) {
    if (!isClientError(error, "session_ended")) throw error;
    return afterRefusal(tools, held, error);
  }
}

/** The provider's refusal is about the token that was sent: somebody's newer one wins, and exactly the refused one is removed. */
async function afterRefusal({ store, vault }: Tools, held: Held, error: ClientError): Promise<Held> {
  for (;;) {
    const current = await vault.read(held.id);
    if (current === undefined) throw error;
    if (current.record.tokens.accessToken !== held.record.tokens.accessToken) return current;
    // False when it was written meanwhile, if only to note its last use.
    if (await store.remove(current.id, current.version)) throw error;
  }
}

/**
 * Puts new tokens where the old ones were. They are the only ones that work from now on, so a store in trouble is asked again as
 * patiently as a provider, and what could not be written is kept here for the next attempt.
 */
async function write(tools: Tools, held: Held, tokens: TokenSet): Promise<Held> {
  const { settings, unwritten, vault } = tools;
  const stale = held.record.tokens.accessToken;
  const subject = tokens.claims.sub;
  unwritten.set(held.id, { insteadOf: stale, tokens });
  for (let current = held; ; ) {
    // Its last use stays as it was: who notes that also gives the cookie a longer life.
    const record = { ...current.record, tokens };
    const written = await patiently(settings, () => vault.replace(current, record));
    if (written === undefined) {
      const other = await patiently(settings, () => vault.read(held.id));
      if (other === undefined) {
        unwritten.delete(held.id);
        await revokeOrphan(settings, tokens);
        throw explainedError("session_ended", "signed out while it was renewed");
      }
      if (other.record.tokens.accessToken === stale) {
        // Only its last use was noted.
        current = other;
        continue;
      }
      unwritten.delete(held.id);
      // Ours, where a write was carried out and its confirmation lost; else somebody else's, while this process stood still.
      const isOurs = other.record.tokens.accessToken === tokens.accessToken;
      settings.report({ type: isOurs ? "renewed" : "renewal_discarded", subject });
      return other;
    }
    unwritten.delete(held.id);
    settings.report({ type: "renewed", subject });
    return written;
  }
}

/** Whoever signed out meant these tokens too. */
async function revokeOrphan({ provider }: Settings, { refreshToken }: TokenSet): Promise<void> {
  await revoke(provider, refreshToken).catch(() => undefined);
}

async function patiently<Result>(
  { now, retryMs, wait }: Settings,
  work: () => Promise<Result>,
): Promise<Result> {
  const startedAt = now();
  for (let pause = firstPollMs, waited = 0; ; pause *= 2) {
    try {
      return await work();
    } catch (error) {
      if (Math.max(now() - startedAt, waited) + pause > retryMs) throw error;
      await wait(jittered(pause));
      waited += pause;
    }
  }
}

async function readLive(vault: Vault, id: string): Promise<Held> {
  const held = await vault.read(id);
  if (held === undefined) throw explainedError("session_ended", "signed out meanwhile");
  return held;
}

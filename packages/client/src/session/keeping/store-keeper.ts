/**
 * Tokens in the store, and in the browser nothing but an opaque name of 256 bits. The store knows its hash only (BF-13).
 */
import { deleteCookie, readCookies, setCookie } from "../cookies/cookie.ts";
import { createRenewal, type Renewal } from "../renewal/renewal.ts";
import { randomId, sha256 } from "../sealing/base64url.ts";
import type { Settings } from "../settings.ts";
import type { SessionStore } from "../store.ts";
import type { KeptSession, ProviderSession, ProviderWord, SessionKeeper } from "./keeper.ts";
import { isOtherSignIn } from "./other-sign-in.ts";
import { endOf, isUseWorthNoting } from "./record.ts";
import { reliableStore } from "./reliable-store.ts";
import { createVault, type Held, type Vault } from "./vault.ts";

/** Two sorts of a person's sessions: what the provider's ID token called by a session id, and what it did not. */
const bySubject = "subject";
const bySessionId = "subject with sid";

export function createStoreKeeper(settings: Settings, plainStore: SessionStore): SessionKeeper {
  const { cookies, now, provider, sealer } = settings;
  const store = reliableStore(plainStore);
  const vault = createVault(store, settings);
  const renewal = createRenewal(settings, store, vault);
  const storeIdOf = async (request: Request): Promise<{ name: string; id: string } | undefined> => {
    const name = readCookies(cookies, request.headers).get(cookies.name);
    if (name === undefined || !/^[\w-]{43}$/.test(name)) return undefined;
    return { name, id: await storeId("session", name) };
  };
  const forget = (request: Request): readonly string[] =>
    readCookies(cookies, request.headers).has(cookies.name) ? [deleteCookie(cookies, cookies.name)] : [];

  return {
    async begin(request, tokens, earlier) {
      const before = (await storeIdOf(request))?.id;
      const name = randomId();
      const id = await storeId("session", name);
      const record = { tokens, createdAt: now(), seenAt: now() };
      const sid = tokens.claims["sid"];
      const kind = typeof sid === "string" ? bySessionId : bySubject;
      const [subject] = await sealer.hashes(kind, tokens.claims.sub);
      await vault.insert(id, record, subject);
      if (typeof sid === "string") await pointTo(id, sid, record.createdAt + settings.absoluteMs);
      // Only now: whoever cannot be given another session keeps the one they have.
      const replaced: (string | undefined)[] = [];
      for (const old of new Set([before, earlier])) {
        const ended = old === undefined ? undefined : await vault.take(old);
        if (ended !== undefined && isOtherSignIn(ended.tokens, tokens))
          replaced.push(ended.tokens.refreshToken);
      }
      return { lines: [cookieLine(settings, name, endOf(record, settings))], replaced };
    },
    async find(request) {
      const brought = await storeIdOf(request);
      const held = brought === undefined ? undefined : await vault.read(brought.id);
      if (brought === undefined || held === undefined) return undefined;
      return keptSession({ settings, store, vault, renewal }, brought.name, held);
    },
    markOf: async (request) => (await storeIdOf(request))?.id,
    forget,
    async useOnce(id, expiresAt) {
      return store.insert(await storeId("once", id), { value: "", expiresAt });
    },
    endByProvider,
  };

  /** So that a provider that names a session, and no person, is understood. */
  async function pointTo(id: string, sid: string, expiresAt: number): Promise<void> {
    const [pointer] = await sealer.hashes("sid", sid);
    await store.remove(pointer);
    await store.insert(pointer, { value: await sealer.seal("sid", pointer, id), expiresAt });
  }

  /** Marked as used at the end: where the store fails in between, the provider says it again and is heard. */
  async function endByProvider({ id, expiresAt, ...who }: ProviderWord): Promise<number | undefined> {
    const mark = await storeId("once", `${provider.issuer} ${id}`);
    if ((await store.read(mark)) !== undefined) return undefined;
    const ended = await endSessions(who);
    await store.insert(mark, { value: "", expiresAt });
    return ended;
  }

  async function endSessions({ subject, sessionId }: ProviderSession): Promise<number> {
    const named = sessionId === undefined ? undefined : await endNamed(sessionId);
    if (named !== undefined) return named;
    if (subject === undefined) return 0;
    // Sessions that began without a session id are known by the person only. Those with one are not meant where another is named:
    // it was ended here before, and the person's other devices are still signed in.
    const kinds = sessionId === undefined ? [bySubject, bySessionId] : [bySubject];
    const hashes = await Promise.all(kinds.map((kind) => sealer.hashes(kind, subject)));
    let ended = 0;
    for (const hash of hashes.flat()) ended += await store.removeSubject(hash);
    return ended;
  }

  /** Undefined for one that is not known. */
  async function endNamed(sessionId: string): Promise<number | undefined> {
    for (const pointer of await sealer.hashes("sid", sessionId)) {
      const entry = await store.read(pointer);
      const id = entry && (await sealer.open("sid", pointer, entry.value));
      if (id === undefined) continue;
      const isEnded = await store.remove(id);
      // After the session, which could not be found again without it.
      await store.remove(pointer);
      return isEnded ? 1 : 0;
    }
    return undefined;
  }
}

interface Tools {
  readonly settings: Settings;
  readonly store: SessionStore;
  readonly vault: Vault;
  readonly renewal: Renewal;
}

async function keptSession(tools: Tools, name: string, found: Held): Promise<KeptSession> {
  const { renewal, settings, store, vault } = tools;
  let held = await noteUse(tools, found);
  const lines = held === found ? [] : [cookieLine(settings, name, endOf(held.record, settings))];
  return {
    claims: () => held.record.tokens.claims,
    expiresAt: () => endOf(held.record, settings),
    async accessToken(insteadOf) {
      held = await renewal.usable(held, insteadOf);
      return held.record.tokens.accessToken;
    },
    cookies: () => lines,
    async end() {
      const record = await vault.take(held.id);
      const sid = held.record.tokens.claims["sid"];
      if (typeof sid === "string") {
        for (const pointer of await settings.sealer.hashes("sid", sid)) await store.remove(pointer);
      }
      lines.splice(0, lines.length, deleteCookie(settings.cookies, settings.cookies.name));
      return (record ?? held.record).tokens.refreshToken;
    },
  };
}

/** A write that somebody else's has overtaken is not repeated: that one noted the use as well. */
async function noteUse({ settings, vault }: Tools, held: Held): Promise<Held> {
  const now = settings.now();
  if (!isUseWorthNoting(held.record, settings, now)) return held;
  return (await vault.replace(held, { ...held.record, seenAt: now }).catch(() => undefined)) ?? held;
}

function cookieLine({ cookies, now }: Settings, name: string, endsAt: number): string {
  return setCookie(cookies, cookies.name, name, (endsAt - now()) / 1000);
}

function storeId(purpose: "once" | "session", name: string): Promise<string> {
  return sha256(`${purpose} ${name}`);
}

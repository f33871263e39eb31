/**
 * Tokens in the store, and in the browser nothing but an opaque name of 256 bits. The store knows its hash only (BF-13).
 */
import { deleteCookie, readCookies, setCookie } from "../cookies/cookie.ts";
import { createRenewal, type Renewal } from "../renewal/renewal.ts";
import { randomId, sha256 } from "../sealing/base64url.ts";
import type { Settings } from "../settings.ts";
import type { SessionStore } from "../store.ts";
import type { KeptSession, ProviderSession, SessionKeeper } from "./keeper.ts";
import { endOf, isUseWorthNoting } from "./record.ts";
import { reliableStore } from "./reliable-store.ts";
import { createVault, type Held, type Vault } from "./vault.ts";

export function createStoreKeeper(settings: Settings, plainStore: SessionStore): SessionKeeper {
  const { cookies, now, sealer } = settings;
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
      for (const id of new Set([before, earlier])) if (id !== undefined) await store.remove(id);
      const name = randomId();
      const id = await storeId("session", name);
      const record = { tokens, createdAt: now(), seenAt: now() };
      const [subject] = await sealer.hashes("subject", tokens.claims.sub);
      await vault.insert(id, record, subject);
      const sid = tokens.claims["sid"];
      if (typeof sid === "string") await pointTo(id, sid, record.createdAt + settings.absoluteMs);
      return [cookieLine(settings, name, endOf(record, settings))];
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

  async function endByProvider({ subject, sessionId }: ProviderSession): Promise<number> {
    if (sessionId !== undefined) {
      for (const pointer of await sealer.hashes("sid", sessionId)) {
        const entry = await store.take(pointer);
        const id = entry && (await sealer.open("sid", pointer, entry.value));
        if (id !== undefined) return (await store.remove(id)) ? 1 : 0;
      }
    }
    // Sessions that began without a session id are known by the person only.
    if (subject === undefined) return 0;
    let ended = 0;
    for (const hash of await sealer.hashes("subject", subject)) ended += await store.removeSubject(hash);
    return ended;
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

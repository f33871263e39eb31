import type { SessionStore, StoredEntry } from "./store.ts";

export interface MemoryStoreOptions {
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** How many entries and leases there may be before the first look for expired ones. */
const firstLook = 1_000;

/**
 * Keeps sessions in this process: for development, tests and a single server whose restart may sign everybody out. Expired
 * entries are forgotten as new ones come in, so it grows no larger than twice what is alive.
 *
 * @example
 * const sessions = createSessions({ …, store: memoryStore() });
 */
export function memoryStore({ now = Date.now }: MemoryStoreOptions = {}): SessionStore {
  const entries = new Map<string, StoredEntry>();
  const leases = new Map<string, Lease>();
  let nextLook = firstLook;

  const alive = (id: string): StoredEntry | undefined => {
    const entry = entries.get(id);
    return entry !== undefined && entry.expiresAt > now() ? entry : undefined;
  };
  const prune = (): number => {
    const forgotten = forget(entries, ({ expiresAt }) => expiresAt <= now());
    forget(leases, ({ until }) => until <= now());
    nextLook = Math.max(firstLook, 2 * (entries.size + leases.size));
    return forgotten;
  };
  const makeRoom = () => {
    if (entries.size + leases.size >= nextLook) prune();
  };

  // No operation waits for anything in the middle, so each is one step to everybody else.
  return {
    async insert(id, { value, expiresAt, subject }) {
      if (alive(id) !== undefined) return false;
      makeRoom();
      entries.set(id, { value, expiresAt, subject, version: 1 });
      return true;
    },
    async read(id) {
      return alive(id);
    },
    async replace(id, version, value, expiresAt) {
      const entry = alive(id);
      if (entry?.version !== version) return false;
      entries.set(id, { ...entry, value, expiresAt, version: version + 1 });
      return true;
    },
    async take(id) {
      const entry = alive(id);
      entries.delete(id);
      return entry;
    },
    async remove(id, version) {
      const entry = alive(id);
      if (entry === undefined || (version !== undefined && entry.version !== version)) return false;
      return entries.delete(id);
    },
    async removeSubject(subject) {
      return forget(entries, (entry) => entry.subject === subject && entry.expiresAt > now());
    },
    async acquireLease(id, owner, durationMs) {
      const lease = leases.get(id);
      if (lease !== undefined && lease.owner !== owner && lease.until > now()) return false;
      makeRoom();
      leases.set(id, { owner, until: now() + durationMs });
      return true;
    },
    async releaseLease(id, owner) {
      if (leases.get(id)?.owner === owner) leases.delete(id);
    },
    async prune() {
      return prune();
    },
  };
}

function forget<Value>(map: Map<string, Value>, isOver: (value: Value) => boolean): number {
  let forgotten = 0;
  for (const [key, value] of map) {
    if (!isOver(value)) continue;
    map.delete(key);
    forgotten += 1;
  }
  return forgotten;
}

/** Sealed session records in a store: what is written here can be read by nobody else. */
import type { Settings } from "../settings.ts";
import type { SessionStore } from "../store.ts";
import { endOf, recordOfText, recordToText, type SessionRecord } from "./record.ts";

/** A session as it was read, and the version that a write must find. */
export interface Held {
  readonly id: string;
  readonly version: number;
  readonly record: SessionRecord;
}

export interface Vault {
  insert(id: string, record: SessionRecord, subject: string): Promise<void>;
  /** Undefined too when it is over, was sealed under a key that is gone, or was tampered with (CK-07). */
  read(id: string): Promise<Held | undefined>;
  /** Undefined when somebody else has written or removed it since. */
  replace(held: Held, record: SessionRecord): Promise<Held | undefined>;
  take(id: string): Promise<SessionRecord | undefined>;
}

type VaultSettings = Pick<Settings, "absoluteMs" | "idleMs" | "now" | "sealer">;

const purpose = "session";

export function createVault(store: SessionStore, settings: VaultSettings): Vault {
  const { sealer, now } = settings;
  const seal = (id: string, record: SessionRecord) => sealer.seal(purpose, id, recordToText(record));
  const open = async (id: string, value: string): Promise<SessionRecord | undefined> => {
    const text = await sealer.open(purpose, id, value);
    return text === undefined ? undefined : recordOfText(text);
  };
  return {
    async insert(id, record, subject) {
      await store.insert(id, { value: await seal(id, record), expiresAt: endOf(record, settings), subject });
    },
    async read(id) {
      const entry = await store.read(id);
      if (entry === undefined) return undefined;
      const record = await open(id, entry.value);
      // The limits are held by our own clock and by what was sealed, whatever the store believes.
      if (record === undefined || now() >= endOf(record, settings)) return undefined;
      return { id, version: entry.version, record };
    },
    async replace({ id, version }, record) {
      const isWritten = await store.replace(id, version, await seal(id, record), endOf(record, settings));
      return isWritten ? { id, version: version + 1, record } : undefined;
    },
    async take(id) {
      const entry = await store.take(id);
      return entry === undefined ? undefined : open(id, entry.value);
    },
  };
}

/**
 * Where sessions are kept: the port that every store implements, and `store-conformance` holds them all to. A store never sees
 * anything it could read: ids are hashes and values are sealed before they come here. Each operation is one step, however many
 * processes share the store; one that the store could not carry out throws `store_unavailable`, and says nothing about the session.
 */
export interface SessionStore {
  /** False when there is one with that id already. */
  insert(id: string, entry: NewEntry): Promise<boolean>;
  read(id: string): Promise<StoredEntry | undefined>;
  /** Compare and swap: false, and nothing changed, when the entry is gone or has another version. The next one has version + 1. */
  replace(id: string, version: number, value: string, expiresAt: number): Promise<boolean>;
  /** Reads and removes in one step: of many who take the same entry, one gets it. */
  take(id: string): Promise<StoredEntry | undefined>;
  /** With a version, removes that version only. False when nothing was removed. */
  remove(id: string, version?: number): Promise<boolean>;
  /** Removes every entry of a subject; answers how many. */
  removeSubject(subject: string): Promise<number>;
  /**
   * True when `owner` has the turn to renew this session for the next `durationMs`, by the store's own clock. The owner may
   * extend it by asking again; everybody else waits until it is released or has run out. An entry need not exist.
   */
  acquireLease(id: string, owner: string, durationMs: number): Promise<boolean>;
  /** Does nothing when `owner` does not have it any more. */
  releaseLease(id: string, owner: string): Promise<void>;
  /**
   * Makes room: drops what has expired; answers how many entries. Stores do it by themselves as entries come in, so nobody has to
   * call this; those whose database forgets by itself answer 0.
   */
  prune(): Promise<number>;
}

export interface NewEntry {
  readonly value: string;
  /** Epoch milliseconds. From then on, by the store's clock, the entry is gone to every operation; readers compare it with their own too. */
  readonly expiresAt: number;
  /** Whose it is, as a keyed hash, so that all sessions of one person can be ended. */
  readonly subject?: string | undefined;
}

export interface StoredEntry extends NewEntry {
  /** 1 at first. */
  readonly version: number;
}

import type { NewEntry, SessionStore } from "../../../session/store.ts";

export interface StoreUnderTest {
  readonly store: SessionStore;
  /** Epoch milliseconds, by the store's own clock. */
  readonly now: () => number;
  /** Lets the store's clock pass so many milliseconds: moves it where it can be moved, waits where it cannot. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** True where the database forgets by itself. */
  readonly forgetsByItself?: boolean;
}

export const hour = 3_600_000;

/** Long enough for a slow machine to ask a question in, short enough to wait for. */
export const shortLeaseMs = 300;

export function fifty<Result>(work: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: 50 }, (_, index) => work(index)));
}

/** An entry that lives for an hour by the store's clock. */
export function newEntry({ now }: StoreUnderTest, more: Partial<NewEntry> = {}): NewEntry {
  return { value: "sealed", expiresAt: now() + hour, ...more };
}

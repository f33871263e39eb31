/**
 * What every store of sessions must do, whatever it is made of. Each test takes ids of its own, so that a store that lives on
 * between tests (a database) can be one for all of them.
 */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { NewEntry, SessionStore } from "../../session/store.ts";

export interface StoreUnderTest {
  readonly store: SessionStore;
  /** Epoch milliseconds, by the store's own clock. */
  readonly now: () => number;
  /** Lets the store's clock pass so many milliseconds: moves it where it can be moved, waits where it cannot. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** True where the database forgets by itself. */
  readonly forgetsByItself?: boolean;
}

const hour = 3_600_000;
/** Long enough for a slow machine to ask a question in, short enough to wait for. */
const shortLeaseMs = 300;

export function describeStore(name: string, underTest: () => StoreUnderTest): void {
  describe(`${name} keeps entries`, () => entryTests(underTest));
  describe(`${name} swaps and takes`, () => raceTests(underTest));
  describe(`${name} gives leases`, () => leaseTests(underTest));
  describe(`${name} forgets`, () => forgettingTests(underTest));
}

function entryTests(underTest: () => StoreUnderTest): void {
  const newEntry = (more: Partial<NewEntry> = {}): NewEntry => ({
    value: "sealed",
    expiresAt: underTest().now() + hour,
    ...more,
  });

  test("an entry is read as it was inserted, as version 1", async () => {
    const { store } = underTest();
    const id = randomUUID();
    const entry = newEntry({ subject: randomUUID() });
    expect(await store.insert(id, entry)).toBe(true);
    expect(await store.read(id)).toEqual({ ...entry, version: 1 });
  });

  test("an entry of nobody has no subject", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry());
    expect((await store.read(id))?.subject).toBeUndefined();
  });

  test("an unknown id has nothing to read, replace, take or remove", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    expect(await store.read(id)).toBeUndefined();
    expect(await store.replace(id, 1, "other", now() + hour)).toBe(false);
    expect(await store.take(id)).toBeUndefined();
    expect(await store.remove(id)).toBe(false);
    expect(await store.remove(id, 1)).toBe(false);
    expect(await store.removeSubject(randomUUID())).toBe(0);
  });

  test("a second insert of an id changes nothing", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry({ value: "first" }));
    expect(await store.insert(id, newEntry({ value: "second" }))).toBe(false);
    expect(await store.read(id)).toMatchObject({ value: "first", version: 1 });
  });

  test("a replaced entry has the next version, the new value and end, and the same subject", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    const subject = randomUUID();
    await store.insert(id, newEntry({ subject }));
    const expiresAt = now() + 2 * hour;
    expect(await store.replace(id, 1, "next", expiresAt)).toBe(true);
    expect(await store.read(id)).toEqual({ value: "next", expiresAt, subject, version: 2 });
  });

  test("a replacement for another version changes nothing", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry());
    await store.replace(id, 1, "second", now() + hour);
    expect(await store.replace(id, 1, "late", now() + hour)).toBe(false);
    expect(await store.replace(id, 3, "early", now() + hour)).toBe(false);
    expect(await store.read(id)).toMatchObject({ value: "second", version: 2 });
  });

  test("only the version that is named is removed", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry());
    await store.replace(id, 1, "second", now() + hour);
    expect(await store.remove(id, 1)).toBe(false);
    expect(await store.remove(id, 2)).toBe(true);
    expect(await store.read(id)).toBeUndefined();
  });

  test("without a version the entry is removed whatever it is, once", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry());
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
  });

  test("an id that was removed may be used again, from version 1", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry());
    await store.replace(id, 1, "second", now() + hour);
    await store.remove(id);
    expect(await store.insert(id, newEntry({ value: "again" }))).toBe(true);
    expect(await store.read(id)).toMatchObject({ value: "again", version: 1 });
  });

  test.each([0, 1, 4_096, 65_536])("a value of %i characters comes back unharmed", async (length) => {
    const { store, now } = underTest();
    const id = randomUUID();
    const value = "aZ9-_".repeat(Math.ceil(length / 5)).slice(0, length);
    await store.insert(id, newEntry({ value }));
    expect((await store.read(id))?.value).toBe(value);
    await store.replace(id, 1, `${value}.`, now() + hour);
    expect((await store.take(id))?.value).toBe(`${value}.`);
  });

  test.each([
    "x",
    "it's",
    'say "id"',
    "a:b:{c}",
    "100%_*?[x]",
    "new\nline",
    " spaces ",
    "\\",
    "$1",
    "ünï-日本-🏠",
    "-1",
    "__proto__",
    "i".repeat(512),
  ])("an id like %j is an id like any other, and so is a subject", async (odd) => {
    const { store } = underTest();
    const id = `${odd}${randomUUID()}${odd}`;
    const entry = newEntry({ subject: `${id} of somebody`, value: odd });
    expect(await store.insert(id, entry)).toBe(true);
    expect(await store.read(id)).toEqual({ ...entry, version: 1 });
    expect(await store.acquireLease(id, odd, hour)).toBe(true);
    expect(await store.acquireLease(id, `${odd}'`, hour)).toBe(false);
    await store.releaseLease(id, odd);
    expect(await store.removeSubject(`${id} of somebody`)).toBe(1);
    expect(await store.read(id)).toBeUndefined();
  });

  test("an end with a fraction of a millisecond, or far beyond anybody's life, is an end too", async () => {
    const { store, now } = underTest();
    const [fraction, never] = [randomUUID(), randomUUID()] as const;
    await store.insert(fraction, newEntry({ expiresAt: now() + hour + 0.25 }));
    expect(await store.replace(fraction, 1, "next", now() + hour + 0.75)).toBe(true);
    await store.insert(never, newEntry({ expiresAt: 253_402_300_799_000 }));
    expect(await store.read(fraction)).toBeDefined();
    expect((await store.read(never))?.expiresAt).toBe(253_402_300_799_000);
    expect(await store.acquireLease(fraction, "first", hour + 0.5)).toBe(true);
  });

  test("ids that differ in case only are two", async () => {
    const { store } = underTest();
    const id = `x${randomUUID()}`;
    await store.insert(id, newEntry());
    expect(await store.read(id.toUpperCase())).toBeUndefined();
  });

  test("all entries of a subject are removed, and nobody else's", async () => {
    const { store, now } = underTest();
    const subject = randomUUID();
    const [first, second, third, other] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
    for (const id of [first, second, third]) await store.insert(id, newEntry({ subject }));
    await store.insert(other, newEntry({ subject: `${subject}x` }));
    await store.replace(second, 1, "renewed", now() + 2 * hour);
    await store.remove(third);
    expect(await store.removeSubject(subject)).toBe(2);
    expect(await store.read(first)).toBeUndefined();
    expect(await store.read(second)).toBeUndefined();
    expect(await store.read(other)).toBeDefined();
    expect(await store.removeSubject(subject)).toBe(0);
  });

  test("an id that went to another subject is not removed with its former one", async () => {
    const { store } = underTest();
    const id = randomUUID();
    const [former, present] = [randomUUID(), randomUUID()] as const;
    await store.insert(id, newEntry({ subject: former }));
    await store.take(id);
    await store.insert(id, newEntry({ subject: present }));
    expect(await store.removeSubject(former)).toBe(0);
    expect(await store.removeSubject(present)).toBe(1);
  });
}

function raceTests(underTest: () => StoreUnderTest): void {
  test("of 50 who insert one id, one does", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    const inserted = await fifty((index) => store.insert(id, { value: `${index}`, expiresAt: now() + hour }));
    expect(inserted.filter(Boolean)).toHaveLength(1);
    expect((await store.read(id))?.value).toBe(`${inserted.indexOf(true)}`);
  });

  test("of 50 who replace one version, one does", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "first", expiresAt: now() + hour });
    const replaced = await fifty((index) => store.replace(id, 1, `${index}`, now() + hour));
    expect(replaced.filter(Boolean)).toHaveLength(1);
    expect(await store.read(id)).toMatchObject({ value: `${replaced.indexOf(true)}`, version: 2 });
  });

  test("no update is lost when 50 count upwards at once", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "0", expiresAt: now() + hour });
    await fifty(async () => {
      for (;;) {
        const entry = await store.read(id);
        if (entry === undefined) throw new Error("the entry is gone");
        if (await store.replace(id, entry.version, `${Number(entry.value) + 1}`, now() + hour)) return;
      }
    });
    expect(await store.read(id)).toMatchObject({ value: "50", version: 51 });
  });

  test("of 50 who take one entry, one gets it", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "once", expiresAt: now() + hour });
    const taken = await fifty(() => store.take(id));
    expect(taken.filter((entry) => entry !== undefined)).toEqual([
      expect.objectContaining({ value: "once", version: 1 }),
    ]);
    expect(await store.read(id)).toBeUndefined();
  });

  test("of 50 who remove one entry, one did", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "once", expiresAt: now() + hour });
    const removed = await fifty((index) => (index % 2 === 0 ? store.remove(id) : store.remove(id, 1)));
    expect(removed.filter(Boolean)).toHaveLength(1);
  });
}

function leaseTests(underTest: () => StoreUnderTest): void {
  test("of 50 owners one has the lease, and no entry need exist", async () => {
    const { store } = underTest();
    const id = randomUUID();
    const acquired = await fifty((index) => store.acquireLease(id, `owner-${index}`, hour));
    expect(acquired.filter(Boolean)).toHaveLength(1);
    const owner = `owner-${acquired.indexOf(true)}`;
    expect(await store.acquireLease(id, owner, hour)).toBe(true);
    expect(await store.acquireLease(id, "another", hour)).toBe(false);
  });

  test("a released lease can be had by somebody else", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.acquireLease(id, "first", hour);
    await store.releaseLease(id, "first");
    expect(await store.acquireLease(id, "second", hour)).toBe(true);
  });

  test("only the owner releases", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.releaseLease(id, "nobody");
    await store.acquireLease(id, "first", hour);
    await store.releaseLease(id, "second");
    expect(await store.acquireLease(id, "second", hour)).toBe(false);
  });

  test("leases of different ids have nothing to do with each other", async () => {
    const { store } = underTest();
    const [one, other] = [randomUUID(), randomUUID()] as const;
    await store.acquireLease(one, "first", hour);
    expect(await store.acquireLease(other, "second", hour)).toBe(true);
  });

  test("a lease that has run out is anybody's, and its former owner cannot release it", async () => {
    const { store, pass } = underTest();
    const id = randomUUID();
    await store.acquireLease(id, "first", shortLeaseMs);
    await pass(shortLeaseMs + 1);
    expect(await store.acquireLease(id, "second", hour)).toBe(true);
    await store.releaseLease(id, "first");
    expect(await store.acquireLease(id, "third", hour)).toBe(false);
    expect(await store.acquireLease(id, "first", hour)).toBe(false);
  });

  test("of 50 who find a lease that has run out, one gets it", async () => {
    const { store, pass } = underTest();
    const id = randomUUID();
    await store.acquireLease(id, "dead", shortLeaseMs);
    await pass(shortLeaseMs + 1);
    const acquired = await fifty((index) => store.acquireLease(id, `owner-${index}`, hour));
    expect(acquired.filter(Boolean)).toHaveLength(1);
  });

  test("its owner extends a lease past its first end", async () => {
    const { store, pass } = underTest();
    const id = randomUUID();
    await store.acquireLease(id, "first", shortLeaseMs);
    expect(await store.acquireLease(id, "first", hour)).toBe(true);
    await pass(shortLeaseMs + 1);
    expect(await store.acquireLease(id, "second", hour)).toBe(false);
  });

  test("a lease outlives its entry, and an entry its lease", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, { value: "sealed", expiresAt: now() + hour });
    await store.acquireLease(id, "first", hour);
    await store.releaseLease(id, "first");
    expect(await store.read(id)).toBeDefined();
    await store.acquireLease(id, "first", hour);
    await store.remove(id);
    expect(await store.acquireLease(id, "second", hour)).toBe(false);
  });
}

function forgettingTests(underTest: () => StoreUnderTest): void {
  const insertExpired = async ({ store, now, pass }: StoreUnderTest, subject?: string) => {
    const id = randomUUID();
    await store.insert(id, { value: "old", expiresAt: now() + 20, subject });
    await pass(40);
    return id;
  };

  test("an entry that has expired is gone to every operation", async () => {
    const subject = randomUUID();
    const id = await insertExpired(underTest(), subject);
    const { store, now } = underTest();
    expect(await store.read(id)).toBeUndefined();
    expect(await store.replace(id, 1, "late", now() + hour)).toBe(false);
    expect(await store.remove(id, 1)).toBe(false);
    expect(await store.remove(id)).toBe(false);
    expect(await store.removeSubject(subject)).toBe(0);
    expect(await store.take(id)).toBeUndefined();
    expect(await store.read(id)).toBeUndefined();
  });

  test("its id may be inserted again, by one of 50", async () => {
    const id = await insertExpired(underTest());
    const { store, now } = underTest();
    const inserted = await fifty((index) => store.insert(id, { value: `${index}`, expiresAt: now() + hour }));
    expect(inserted.filter(Boolean)).toHaveLength(1);
    expect(await store.read(id)).toMatchObject({ value: `${inserted.indexOf(true)}`, version: 1 });
  });

  test("an entry that is replaced in time lives until its new end", async () => {
    const { store, now, pass } = underTest();
    const id = randomUUID();
    const subject = randomUUID();
    await store.insert(id, { value: "old", expiresAt: now() + shortLeaseMs, subject });
    await store.replace(id, 1, "new", now() + hour);
    await pass(shortLeaseMs + 20);
    expect(await store.read(id)).toMatchObject({ value: "new" });
    expect(await store.removeSubject(subject)).toBe(1);
  });

  test("pruning drops what has expired and nothing else", async () => {
    const { store, now, forgetsByItself } = underTest();
    await store.prune();
    const expired = await insertExpired(underTest());
    await insertExpired(underTest());
    const alive = randomUUID();
    await store.insert(alive, { value: "alive", expiresAt: now() + hour });
    await store.acquireLease(alive, "owner", hour);
    expect(await store.prune()).toBe(forgetsByItself ? 0 : 2);
    expect(await store.prune()).toBe(0);
    expect(await store.read(expired)).toBeUndefined();
    expect(await store.read(alive)).toBeDefined();
    expect(await store.acquireLease(alive, "another", hour)).toBe(false);
  });
}

function fifty<Result>(work: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: 50 }, (_, index) => work(index)));
}

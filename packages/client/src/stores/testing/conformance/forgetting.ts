import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { fifty, hour, newEntry, type StoreUnderTest } from "./store-under-test.ts";

export function forgettingTests(underTest: () => StoreUnderTest): void {
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

  test("the end that counts is that of the last replacement", async () => {
    const { store, now, pass } = underTest();
    const id = randomUUID();
    const subject = randomUUID();
    await store.insert(id, newEntry(underTest(), { subject }));
    await store.replace(id, 1, "brief", now() + 20);
    await pass(40);
    expect(await store.read(id)).toBeUndefined();
    expect(await store.removeSubject(subject)).toBe(0);
  });

  test("pruning drops what has expired and nothing else", async () => {
    const { store, now, forgetsByItself } = underTest();
    await store.prune();
    const expired = await insertExpired(underTest());
    await insertExpired(underTest());
    const alive = randomUUID();
    await store.insert(alive, { value: "alive", expiresAt: now() + hour });
    await store.acquireLease(alive, "owner", hour);
    // Fewer where an insert has just cleared some of them.
    expect(await store.prune()).toBeLessThanOrEqual(forgetsByItself ? 0 : 2);
    expect(await store.prune()).toBe(0);
    expect(await store.read(expired)).toBeUndefined();
    expect(await store.read(alive)).toBeDefined();
    expect(await store.acquireLease(alive, "another", hour)).toBe(false);
  });
}

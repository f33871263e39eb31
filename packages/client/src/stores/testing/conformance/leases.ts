import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { fifty, hour, type StoreUnderTest, shortLeaseMs } from "./store-under-test.ts";

export function leaseTests(underTest: () => StoreUnderTest): void {
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

  test("a lease for no time at all is one, and over", async () => {
    const { store, pass } = underTest();
    const id = randomUUID();
    expect(await store.acquireLease(id, "first", 0)).toBe(true);
    // A store may round up to a whole millisecond, and a timer may be one early.
    await pass(5);
    expect(await store.acquireLease(id, "second", hour)).toBe(true);
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

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { hour, newEntry, type StoreUnderTest } from "./store-under-test.ts";

export function oddValueTests(underTest: () => StoreUnderTest): void {
  test.each([0, 1, 4_096, 65_536])("a value of %i characters comes back unharmed", async (length) => {
    const { store, now } = underTest();
    const id = randomUUID();
    const value = "aZ9-_".repeat(Math.ceil(length / 5)).slice(0, length);
    await store.insert(id, newEntry(underTest(), { value }));
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
    const entry = newEntry(underTest(), { subject: `${id} of somebody`, value: odd });
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
    await store.insert(fraction, newEntry(underTest(), { expiresAt: now() + hour + 0.25 }));
    expect(await store.replace(fraction, 1, "next", now() + hour + 0.75)).toBe(true);
    await store.insert(never, newEntry(underTest(), { expiresAt: 253_402_300_799_000 }));
    expect(await store.read(fraction)).toBeDefined();
    expect((await store.read(never))?.expiresAt).toBe(253_402_300_799_000);
    expect(await store.acquireLease(fraction, "first", hour + 0.5)).toBe(true);
  });

  test("ids that differ in case only are two", async () => {
    const { store } = underTest();
    const id = `x${randomUUID()}`;
    await store.insert(id, newEntry(underTest()));
    expect(await store.read(id.toUpperCase())).toBeUndefined();
  });
}

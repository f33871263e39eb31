import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { hour, newEntry, type StoreUnderTest } from "./store-under-test.ts";

export function entryTests(underTest: () => StoreUnderTest): void {
  test("an entry is read as it was inserted, as version 1", async () => {
    const { store } = underTest();
    const id = randomUUID();
    const entry = newEntry(underTest(), { subject: randomUUID() });
    expect(await store.insert(id, entry)).toBe(true);
    expect(await store.read(id)).toEqual({ ...entry, version: 1 });
  });

  test("an entry of nobody has no subject", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry(underTest()));
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
    await store.insert(id, newEntry(underTest(), { value: "first" }));
    expect(await store.insert(id, newEntry(underTest(), { value: "second" }))).toBe(false);
    expect(await store.read(id)).toMatchObject({ value: "first", version: 1 });
  });

  test("a replaced entry has the next version, the new value and end, and the same subject", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    const subject = randomUUID();
    await store.insert(id, newEntry(underTest(), { subject }));
    const expiresAt = now() + 2 * hour;
    expect(await store.replace(id, 1, "next", expiresAt)).toBe(true);
    expect(await store.read(id)).toEqual({ value: "next", expiresAt, subject, version: 2 });
  });

  test("a replacement for another version changes nothing", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry(underTest()));
    await store.replace(id, 1, "second", now() + hour);
    expect(await store.replace(id, 1, "late", now() + hour)).toBe(false);
    expect(await store.replace(id, 3, "early", now() + hour)).toBe(false);
    expect(await store.read(id)).toMatchObject({ value: "second", version: 2 });
  });

  test("only the version that is named is removed", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry(underTest()));
    await store.replace(id, 1, "second", now() + hour);
    expect(await store.remove(id, 1)).toBe(false);
    expect(await store.remove(id, 2)).toBe(true);
    expect(await store.read(id)).toBeUndefined();
  });

  test("without a version the entry is removed whatever it is, once", async () => {
    const { store } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry(underTest()));
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
  });

  test("an id that was removed may be used again, from version 1", async () => {
    const { store, now } = underTest();
    const id = randomUUID();
    await store.insert(id, newEntry(underTest()));
    await store.replace(id, 1, "second", now() + hour);
    await store.remove(id);
    expect(await store.insert(id, newEntry(underTest(), { value: "again" }))).toBe(true);
    expect(await store.read(id)).toMatchObject({ value: "again", version: 1 });
  });
}
